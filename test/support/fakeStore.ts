// The contract store in memory: snapshots, conflicts at commit, faults on demand. test/support/storeSuite.ts holds it to the
// same promises as the real adapter.
import { StoreError } from '../../cloudfunctions/_shared/kernel/errors'
import type { ContractStore, StoreTransaction } from '../../cloudfunctions/_shared/kernel/ports'
import type { CollectionName, Documents } from '../../cloudfunctions/_shared/records/documents'

/** `commitAnswer`: the change is kept, and the caller never hears of it. */
export type StoreFault = 'read' | 'begin' | 'get' | 'put' | 'commit' | 'commitAnswer'

type AnyDocument = Documents[CollectionName]

export class FakeStore implements ContractStore {
  readonly #documents = new Map<string, AnyDocument>()
  readonly #faults: StoreFault[] = []
  /** How often a transaction was begun, conflicts included. */
  begun = 0
  /** How many documents were written by commits. */
  written = 0

  /** The next time this point is reached, it fails. */
  failNext(...faults: StoreFault[]): void {
    this.#faults.push(...faults)
  }

  seed<Name extends CollectionName>(collection: Name, document: Documents[Name]): void {
    this.#documents.set(keyOf(collection, document._id), structuredClone(document))
  }

  remove(collection: CollectionName, id: string): void {
    this.#documents.delete(keyOf(collection, id))
  }

  all<Name extends CollectionName>(collection: Name): Documents[Name][] {
    const found = [...this.#documents].filter(([key]) => key.startsWith(`${collection}/`))
    return structuredClone(found.map(([, document]) => document)) as Documents[Name][]
  }

  async read<Name extends CollectionName>(collection: Name, id: string): Promise<Documents[Name] | undefined> {
    await this.#reach('read')
    return structuredClone(this.#documents.get(keyOf(collection, id))) as Documents[Name] | undefined
  }

  async transact<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    for (;;) {
      const transaction = new FakeTransaction(new Map(this.#documents), async (fault) => this.#reach(fault))
      this.begun += 1
      await this.#reach('begin')
      const result = await work(transaction)
      transaction.conclude()
      await this.#reach('commit')
      if (this.#hasConflict(transaction)) continue
      for (const [key, document] of transaction.writes) this.#documents.set(key, document)
      this.written += transaction.writes.size
      await this.#reach('commitAnswer')
      return result
    }
  }

  #hasConflict({ snapshot, writes }: FakeTransaction): boolean {
    return [...writes.keys()].some((key) => this.#documents.get(key) !== snapshot.get(key))
  }

  async #reach(point: StoreFault): Promise<void> {
    // Longer than any chain of promises, as a request is: what nobody awaits is still open when the work is over.
    await new Promise(setImmediate)
    const index = this.#faults.indexOf(point)
    if (index < 0) return
    this.#faults.splice(index, 1)
    throw new StoreError(point, 'made to fail')
  }
}

class FakeTransaction implements StoreTransaction {
  readonly writes = new Map<string, AnyDocument>()
  #failure: { error: unknown } | undefined
  #open: string | undefined

  constructor(
    readonly snapshot: ReadonlyMap<string, AnyDocument>,
    readonly reach: (fault: StoreFault) => Promise<void>,
  ) {}

  async get<Name extends CollectionName>(collection: Name, id: string): Promise<Documents[Name] | undefined> {
    await this.#pass('get', collection)
    const key = keyOf(collection, id)
    return structuredClone(this.writes.get(key) ?? this.snapshot.get(key)) as Documents[Name] | undefined
  }

  async put<Name extends CollectionName>(collection: Name, document: Documents[Name]): Promise<void> {
    await this.#pass('put', collection)
    this.writes.set(keyOf(collection, document._id), structuredClone(document))
  }

  /** A failure ends the transaction, even if the work chose to carry on; and so does what it has not waited for. */
  conclude(): void {
    this.#refuseBeside('the end of the transaction')
    if (this.#failure) throw this.#failure.error
  }

  async #pass(point: StoreFault, collection: CollectionName): Promise<void> {
    if (this.#failure) throw this.#failure.error
    this.#refuseBeside(`${point} ${collection}`)
    this.#open = `${point} ${collection}`
    try {
      await this.reach(point)
    } catch (error) {
      this.#failure ??= { error }
      throw error
    } finally {
      this.#open = undefined
    }
  }

  #refuseBeside(started: string): void {
    if (this.#open === undefined) return
    this.#failure = { error: new Error(`${started} came before ${this.#open} was over: one after another`) }
    throw this.#failure.error
  }
}

const keyOf = (collection: CollectionName, id: string): string => `${collection}/${id}`
