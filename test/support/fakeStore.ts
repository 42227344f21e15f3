// The contract store in memory: snapshots, conflicts at commit, faults on demand. test/support/storeSuite.ts holds it to the
// same promises as the real adapter.
import { StoreError } from '../../cloudfunctions/_shared/kernel/errors'
import type { Store, StoreTransaction } from '../../cloudfunctions/_shared/kernel/ports'
import type {
  CollectionName,
  Documents,
  Revised,
  RevisedCollection,
} from '../../cloudfunctions/_shared/records/documents'
import {
  conditionOf,
  LISTS,
  type CountRequest,
  type ListCursor,
  type Listed,
  type ListName,
  type ListRequest,
  type PageRequest,
} from '../../cloudfunctions/_shared/records/lists'

/** `commitAnswer`, `writeAnswer`: the change is kept, and the caller never hears of it. */
export type StoreFault =
  'read' | 'list' | 'write' | 'writeAnswer' | 'begin' | 'get' | 'put' | 'add' | 'delete' | 'commit' | 'commitAnswer'

const MAX_TRIES = 10

type AnyDocument = Documents[CollectionName]

export class FakeStore implements Store {
  readonly #documents = new Map<string, AnyDocument>()
  readonly #faults: StoreFault[] = []
  readonly #passing = new Map<StoreFault, number>()
  /** How often a transaction was begun, conflicts included. */
  begun = 0
  /** How many documents were written by commits. */
  written = 0
  /** How many requests a database would have had. */
  requests = 0

  /** The next time this point is reached, it fails. */
  failNext(...faults: StoreFault[]): void {
    this.#faults.push(...faults)
  }

  /** The same, but so many pass first. */
  failAfter(count: number, fault: StoreFault): void {
    this.#passing.set(fault, count)
    this.failNext(fault)
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

  async list<Name extends ListName>(name: Name, request: ListRequest): Promise<Listed<Name>[]> {
    await this.#reach('list')
    return this.#listed(name, request)
      .filter((entry) => !request.after || compare(entry, request.after) > 0)
      .sort(compare)
      .slice(0, request.limit)
      .map(({ document }) => document as Listed<Name>)
  }

  async count(name: ListName, request: CountRequest): Promise<number> {
    await this.#reach('list')
    return this.#listed(name, request).length
  }

  async page<Name extends CollectionName>(collection: Name, { limit, after }: PageRequest): Promise<Documents[Name][]> {
    await this.#reach('list')
    return this.all(collection)
      .filter(({ _id }) => after === undefined || _id > after)
      .sort((one, other) => (one._id < other._id ? -1 : 1))
      .slice(0, limit)
  }

  #listed(name: ListName, { of, upTo = Infinity }: CountRequest): (ListCursor & { document: AnyDocument })[] {
    const { collection, by } = LISTS[name]
    const condition = conditionOf(name, of)
    return (this.all(collection) as AnyDocument[])
      .flatMap((document) => {
        const at = fieldOf(document, by)
        return typeof at === 'number' ? [{ document, at, _id: document._id }] : []
      })
      .filter(({ document }) => !condition || fieldOf(document, condition.field) === condition.value)
      .filter(({ at }) => at <= upTo)
  }

  async add<Name extends CollectionName>(collection: Name, document: Documents[Name]): Promise<'added' | 'exists'> {
    await this.#reach('write')
    const key = keyOf(collection, document._id)
    if (this.#documents.has(key)) return 'exists'
    this.#documents.set(key, structuredClone(document))
    this.written += 1
    this.#strike('writeAnswer')
    return 'added'
  }

  async compareAndSet<Name extends RevisedCollection>(
    collection: Name,
    known: Documents[Name] & Revised,
    next: Documents[Name] & Revised,
  ): Promise<boolean> {
    if (known._id !== next._id || !(next.revision > known.revision)) throw new TypeError('expected a higher revision')
    await this.#reach('write')
    const key = keyOf(collection, next._id)
    const stored = this.#documents.get(key) as Documents[Name] | undefined
    if (stored?.revision !== known.revision) return false
    this.#documents.set(key, structuredClone(next))
    this.written += 1
    this.#strike('writeAnswer')
    return true
  }

  async transact<T>(work: (tx: StoreTransaction) => Promise<T>): Promise<T> {
    let duplicates = 0
    for (;;) {
      const transaction = new FakeTransaction(new Map(this.#documents), async (fault) => this.#reach(fault))
      this.begun += 1
      await this.#reach('begin')
      const working = work(transaction)
      await working.catch(() => undefined)
      // As the real one does: the next run finds it by reading, or not at all.
      if (transaction.hasAddedTwice && ++duplicates < MAX_TRIES) continue
      const result = await working
      transaction.conclude()
      await this.#reach('commit')
      if (this.#hasConflict(transaction)) continue
      for (const [key, document] of transaction.writes) {
        if (document) this.#documents.set(key, document)
        else this.#documents.delete(key)
      }
      this.written += transaction.writes.size
      await this.#reach('commitAnswer')
      return result
    }
  }

  #hasConflict({ snapshot, writes }: FakeTransaction): boolean {
    return [...writes.keys()].some((key) => this.#documents.get(key) !== snapshot.get(key))
  }

  async #reach(point: StoreFault): Promise<void> {
    this.requests += 1
    // Longer than any chain of promises, as a request is: what nobody awaits is still open when the work is over.
    await new Promise(setImmediate)
    this.#strike(point)
  }

  #strike(point: StoreFault): void {
    const index = this.#faults.indexOf(point)
    const passing = this.#passing.get(point) ?? 0
    this.#passing.set(point, passing - 1)
    if (passing > 0) return
    if (index < 0) return
    this.#faults.splice(index, 1)
    throw new StoreError(point, 'made to fail')
  }
}

class FakeTransaction implements StoreTransaction {
  /** Undefined: deleted. */
  readonly writes = new Map<string, AnyDocument | undefined>()
  /** A document that was there: the transaction has ended in a conflict. */
  hasAddedTwice = false
  #failure: { error: unknown } | undefined
  #open: string | undefined

  constructor(
    readonly snapshot: ReadonlyMap<string, AnyDocument>,
    readonly reach: (fault: StoreFault) => Promise<void>,
  ) {}

  async get<Name extends CollectionName>(collection: Name, id: string): Promise<Documents[Name] | undefined> {
    await this.#pass('get', collection)
    return structuredClone(this.#seen(keyOf(collection, id))) as Documents[Name] | undefined
  }

  async put<Name extends CollectionName>(collection: Name, document: Documents[Name]): Promise<void> {
    await this.#pass('put', collection)
    this.writes.set(keyOf(collection, document._id), structuredClone(document))
  }

  async add<Name extends CollectionName>(collection: Name, document: Documents[Name]): Promise<void> {
    await this.#pass('add', collection)
    const key = keyOf(collection, document._id)
    if (this.#seen(key)) {
      this.hasAddedTwice = true
      throw this.#end(new StoreError('add', 'it is there already: read first'))
    }
    this.writes.set(key, structuredClone(document))
  }

  async delete(collection: CollectionName, id: string): Promise<void> {
    await this.#pass('delete', collection)
    this.writes.set(keyOf(collection, id), undefined)
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
      throw this.#end(error)
    } finally {
      this.#open = undefined
    }
  }

  #seen(key: string): AnyDocument | undefined {
    return this.writes.has(key) ? this.writes.get(key) : this.snapshot.get(key)
  }

  #refuseBeside(started: string): void {
    if (this.#open === undefined) return
    throw this.#end(new Error(`${started} came before ${this.#open} was over: one after another`))
  }

  /** @returns the error that came first */
  #end(error: unknown): unknown {
    this.#failure ??= { error }
    return this.#failure.error
  }
}

const compare = (one: ListCursor, other: ListCursor): number =>
  one.at - other.at || (one._id < other._id ? -1 : Number(one._id > other._id))

const fieldOf = (document: AnyDocument, path: string): unknown =>
  path.split('.').reduce<unknown>((value, name) => (Object(value) as Record<string, unknown>)[name], document)

const keyOf = (collection: CollectionName, id: string): string => `${collection}/${id}`
