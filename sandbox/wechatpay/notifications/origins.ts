// Public https origins and the loopback servers they lead to, as a tunnel would carry them.

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]'])

export class NotifyOrigins {
  readonly #targets = new Map<string, string>()

  constructor(origins: Readonly<Record<string, string>>) {
    for (const [origin, target] of Object.entries(origins)) this.map(origin, target)
  }

  /** @throws {TypeError} the origin is not a bare https one, or the target is not on loopback */
  map(origin: string, target: string): void {
    if (!URL.canParse(origin) || new URL(origin).origin !== origin || !origin.startsWith('https://')) {
      throw new TypeError(`notify origin ${origin}: expected https://host[:port] and nothing after it`)
    }
    if (!URL.canParse(target) || !LOOPBACK.has(new URL(target).hostname) || !target.startsWith('http://')) {
      throw new TypeError(
        `target of ${origin}: expected an http URL on 127.0.0.1; the stand-in never leaves this machine`,
      )
    }
    this.#targets.set(origin, target)
  }

  unmap(origin: string): void {
    this.#targets.delete(origin)
  }

  all(): Record<string, string> {
    return Object.fromEntries(this.#targets)
  }

  /** Where a notify_url leads, or undefined when nobody listens there. */
  resolve(notifyUrl: string): URL | undefined {
    const url = new URL(notifyUrl)
    const target = this.#targets.get(url.origin)
    if (target === undefined) return undefined
    const base = target.endsWith('/') ? target.slice(0, -1) : target
    return new URL(`${base}${url.pathname}`)
  }
}
