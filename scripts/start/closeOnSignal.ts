// Ending by Ctrl-C, or as whoever started it asks.

export interface Stop {
  /** Settles when someone asks to end. */
  asked: Promise<undefined>
  /** Settles when all is closed. */
  done: Promise<void>
}

/** Ctrl-C and a polite kill both leave nothing running. A second one does not wait. */
export function closeOnSignal(close: () => Promise<void>): Stop {
  const asked = new Promise<undefined>((resolve) => {
    const stop = () => resolve(undefined)
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
  return { asked, done: asked.then(close) }
}
