// LIVE: what happened, kept for whoever opens the page later, and told to whoever has it open.
import { Kept } from '../../kept'
import type { ContractView, LiveEntry, LiveMessage, NewEntry, ToldView } from '../wire'

/** More than one sitting fills. */
const MAX_ENTRIES = 300

export class LiveView {
  #entries: LiveEntry[] = []
  readonly #contracts = new Map<string, ContractView>()
  readonly #told = new Map<string, ToldView>()
  readonly #records = new Kept<unknown>({ count: MAX_ENTRIES, bytes: 8 * 1024 * 1024 })
  readonly #listeners = new Set<(message: LiveMessage) => void>()
  #nextId = 1

  constructor(private readonly nowMs: () => number) {}

  get entries(): readonly LiveEntry[] {
    return this.#entries
  }

  get contracts(): ContractView[] {
    return [...this.#contracts.values()]
  }

  get told(): ToldView[] {
    return [...this.#told.values()]
  }

  /** @returns takes part no longer */
  listen(listener: (message: LiveMessage) => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  send(message: LiveMessage): void {
    for (const listener of this.#listeners) listener(message)
  }

  /** @returns changes the line later, when more is known */
  add(entry: NewEntry): (change: Partial<NewEntry>) => void {
    const id = this.#nextId++
    // Each can be opened.
    let whole: LiveEntry = { hop: `line:${id}`, ...entry, id, atMs: this.nowMs() }
    this.#entries = [...this.#entries, whole].slice(-MAX_ENTRIES)
    this.send({ kind: 'entry', entry: whole })
    return (change) => {
      const changed = { ...whole, ...change }
      this.#entries = this.#entries.map((one) => (one.id === changed.id ? changed : one))
      whole = changed
      this.send({ kind: 'entry', entry: changed })
    }
  }

  /** What a line is about, where nobody else has recorded it. */
  keep(hop: string, record: unknown): void {
    this.#records.put(hop, record, JSON.stringify(record).length * 2)
  }

  recordOf(hop: string): unknown {
    return this.#records.get(hop)
  }

  showContract(contract: ContractView): void {
    this.#contracts.set(contract.user, contract)
    this.send({ kind: 'contract', contract })
  }

  showTold(told: ToldView): void {
    this.#told.set(told.id, told)
    this.send({ kind: 'told', told })
  }

  /** Forgets the lines, not the contracts. */
  clearEntries(): void {
    this.#entries = []
    this.#records.clear()
    this.send({ kind: 'cleared' })
  }

  clear(): void {
    this.clearEntries()
    this.#contracts.clear()
    this.#told.clear()
  }
}
