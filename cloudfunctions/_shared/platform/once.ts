/** Builds a value at first use and keeps it for the life of the instance. A failure is not kept. */
export function once<T>(build: () => T): () => T {
  let kept: { value: T } | undefined
  return () => (kept ??= { value: build() }).value
}

/** The same for what is built with waiting: a rejection is not kept either. */
export function onceAsync<T>(build: () => Promise<T>): () => Promise<T> {
  let kept: Promise<T> | undefined
  return async () => {
    kept ??= build().catch((error: unknown) => {
      kept = undefined
      throw error
    })
    return kept
  }
}
