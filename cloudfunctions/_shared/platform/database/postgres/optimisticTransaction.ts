// A transaction that holds nothing open: it remembers what it read, keeps its writes to itself, and asks at the end for all of
// them at once, on condition that nothing it read was written meanwhile. So no connection is bound to a waiting function.
import type { StoreTransaction } from '../../../kernel/ports'
import type { CollectionName, Documents } from '../../../records/documents'
import { Disbelieved } from '../driver'
import { DatabaseFault, type DatabaseCall } from './databaseCall'
import { fromJsonText, toJsonText } from './jsonText'

export interface Key {
  collection: string
  id: string
}

/** What was read and has to be so still: a version, "0" where there was no document, or a revision. */
type Read = Key & ({ version: string } | { revision: number })

/** A document as JSON text, or undefined: deleted. */
interface Write extends Key {
  text: string | undefined
}

export interface Versioned {
  version: string
  doc: object | null
}

export const CONFLICT = 'conflict'

/** In one call, and as of one moment. @returns in the order of the keys */
export async function readVersioned(call: DatabaseCall, keys: readonly Key[]): Promise<Versioned[]> {
  const answer = fromJsonText(await call('entrust_read', { keys: toJsonText(keys) }))
  const found = Array.isArray(answer) ? (answer as Partial<Versioned>[]) : []
  const isWhole = found.every(({ version, doc }) => typeof version === 'string' && doc !== undefined)
  if (!isWhole || found.length !== keys.length) throw new DatabaseFault('NO_DATABASE')
  return found as Versioned[]
}

/** @returns false: something is not as it was read, and nothing was written */
export async function commit(call: DatabaseCall, reads: readonly Read[], writes: readonly Write[]): Promise<boolean> {
  const args = { reads: toJsonText(reads), writes: `[${writes.map(textOf).join(',')}]` }
  const answer = fromJsonText(await call('entrust_commit', args)) as { committed?: unknown } | null
  if (typeof answer?.committed !== 'boolean') throw new DatabaseFault('NO_DATABASE')
  return answer.committed
}

function textOf({ text, ...key }: Write): string {
  const named = toJsonText(key)
  return text === undefined ? named : `${named.slice(0, -1)},"doc":${text}}`
}

export const writeOf = (collection: string, document: { _id: string }): Write => ({
  collection,
  id: document._id,
  text: toJsonText(document),
})

/** Runs `run` once. */
export async function transactOptimistically<T>(
  call: DatabaseCall,
  run: (tx: StoreTransaction) => Promise<T>,
  ahead: readonly Key[],
): Promise<T> {
  const tx = new OptimisticTransaction(call)
  if (ahead.length > 0) await tx.read(ahead)
  const result = await run(tx).catch(async (error: unknown) => {
    await tx.believe()
    throw error
  })
  await tx.commit()
  return result
}

class OptimisticTransaction implements StoreTransaction {
  readonly #reads = new Map<string, Read>()
  readonly #writes = new Map<string, Write>()
  /** Documents as they are to this transaction, as text: nobody can change what was handed out. */
  readonly #seen = new Map<string, string | undefined>()

  /** How many times it was read. */
  #moments = 0

  constructor(private readonly call: DatabaseCall) {}

  async get<Name extends CollectionName>(collection: Name, id: string): Promise<Documents[Name] | undefined> {
    const name = nameOf({ collection, id })
    if (!this.#seen.has(name)) await this.read([{ collection, id }])
    const text = this.#seen.get(name)
    return text === undefined ? undefined : (fromJsonText(text) as Documents[Name])
  }

  /** What was not read yet. */
  async read(keys: readonly Key[]): Promise<void> {
    const found = await readVersioned(this.call, keys)
    this.#moments++
    for (const [index, { version, doc }] of found.entries()) {
      const { collection = '', id = '' } = keys[index] ?? {}
      this.#reads.set(nameOf({ collection, id }), { collection, id, version })
      this.#seen.set(nameOf({ collection, id }), doc === null ? undefined : toJsonText(doc))
    }
  }

  async put(collection: CollectionName, document: { _id: string }): Promise<void> {
    this.#write(writeOf(collection, document))
    return Promise.resolve()
  }

  async add(collection: CollectionName, document: { _id: string }): Promise<void> {
    const write = writeOf(collection, document)
    const name = nameOf(write)
    if (this.#seen.get(name) !== undefined) throw new DatabaseFault(CONFLICT)
    // Unread: it must not be there.
    if (!this.#seen.has(name)) this.#reads.set(name, { collection, id: document._id, version: '0' })
    this.#write(write)
    return Promise.resolve()
  }

  async delete(collection: CollectionName, id: string): Promise<void> {
    this.#write({ collection, id, text: undefined })
    return Promise.resolve()
  }

  async commit(): Promise<void> {
    // What was read in one call was true when it was made.
    if (this.#writes.size === 0 && this.#moments < 2) return
    const isKept = await commit(this.call, [...this.#reads.values()], [...this.#writes.values()])
    if (!isKept) throw new DatabaseFault(CONFLICT)
  }

  /**
   * Before an error of the work is passed on.
   * @throws {Disbelieved} what it read was not true at one time, or cannot be known to be
   */
  async believe(): Promise<void> {
    this.#writes.clear()
    try {
      await this.commit()
    } catch (error) {
      throw new Disbelieved(error)
    }
  }

  #write(write: Write): void {
    this.#seen.set(nameOf(write), write.text)
    this.#writes.set(nameOf(write), write)
  }
}

const nameOf = ({ collection, id }: Key): string => `${collection}/${id}`
