// Ending by Ctrl-C, with the terminal, or as whoever started it asks.

export interface Stop {
  /** Settles when someone asks to end. */
  asked: Promise<undefined>
  /** Settles when all is closed. */
  done: Promise<void>
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/** Ctrl-C, a polite kill and a terminal that is closed all leave nothing running. A second one does not wait. */
export function closeOnSignal(close: () => Promise<void>): Stop {
  const asked = new Promise<undefined>((resolve) => {
    for (const signal of SIGNALS) process.once(signal, () => resolve(undefined))
  })
  return { asked, done: asked.then(close) }
}
