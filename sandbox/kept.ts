// The last of many, by their ids, within a bound of memory: what somebody may want to look at later.

interface Limits {
  count: number
  bytes: number
}

export class Kept<Value> {
  readonly #all = new Map<string, { value: Value; bytes: number }>()
  #bytes = 0

  constructor(private readonly limits: Limits) {}

  /** One that is there already is replaced, and is the newest again. The oldest make room. */
  put(id: string, value: Value, bytes: number): void {
    this.#drop(id)
    this.#all.set(id, { value, bytes })
    this.#bytes += bytes
    for (const oldest of this.#all.keys()) {
      if (this.#all.size <= this.limits.count && this.#bytes <= this.limits.bytes) return
      this.#drop(oldest)
    }
  }

  get(id: string): Value | undefined {
    return this.#all.get(id)?.value
  }

  /** Oldest first. */
  values(): Value[] {
    return [...this.#all.values()].map(({ value }) => value)
  }

  clear(): void {
    this.#all.clear()
    this.#bytes = 0
  }

  #drop(id: string): void {
    this.#bytes -= this.#all.get(id)?.bytes ?? 0
    this.#all.delete(id)
  }
}
