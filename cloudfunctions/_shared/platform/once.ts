/** Builds a value at first use and keeps it for the life of the instance. A failure is not kept. */
export function once<T>(build: () => T): () => T {
  let kept: { value: T } | undefined
  return () => (kept ??= { value: build() }).value
}
