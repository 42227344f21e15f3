// What goes wrong on the phone, and is nobody's but the developer's.

/** A WeChat that throws must not keep anyone from signing. */
export function quietly<Result>(run: () => Result): Result | undefined {
  try {
    return run()
  } catch (error) {
    warn(String(error))
    return undefined
  }
}

/** The developer's console; a user never sees it. */
export const warn = (text: string): void => {
  // eslint-disable-next-line no-console -- the one place that writes to it
  console.warn(`[entrust] ${text}`)
}
