// DELIVER, right after a change: what a call has changed is told before its answer goes out, where there is time. Whatever fails
// here changes no answer and loses nothing: the timer tells the same rows.
import type { ContractDeps } from '../../contracts/ports'
import { kindOf, StoreError } from '../../kernel/errors'
import type { Store, StoreTransaction } from '../../kernel/ports'
import type { DeliveryDeps } from '../ports'
import { deliverChanges } from './deliverChanges'

const NEEDED_MS = 3000
const TOLD_WITHIN_MS = 1000
/** For writing down what came of it. */
const SPARE_MS = 200

export async function tellAfter<Deps extends ContractDeps, Result>(
  deps: Deps,
  delivery: Pick<DeliveryDeps, 'receivers' | 'within'>,
  work: (deps: Deps) => Promise<Result>,
): Promise<Result> {
  const codes = new Set<string>()
  try {
    return await work({ ...deps, store: noting(deps.store, codes) })
  } finally {
    if (codes.size > 0 && deps.deadline.leftMs() >= NEEDED_MS) await tellNow(codes, { ...deps, ...delivery })
  }
}

async function tellNow(codes: ReadonlySet<string>, deps: DeliveryDeps): Promise<void> {
  const untilMs = deps.clock.nowMs() + TOLD_WITHIN_MS - SPARE_MS
  const tellAll = async (): Promise<void> => {
    for (const code of codes) await deliverChanges(code, deps, untilMs - deps.clock.nowMs())
  }
  try {
    await deps.within(tellAll(), TOLD_WITHIN_MS)
  } catch (error) {
    const reason = error instanceof StoreError ? error.message : kindOf(error)
    deps.log.info('changes are told by the timer', { reason })
  }
}

/** The same store; of rows of the outbox that were committed, the codes. */
const noting = (store: Store, codes: Set<string>): Store => ({
  read: async (collection, id) => store.read(collection, id),
  list: async (name, request) => store.list(name, request),
  count: async (name, request) => store.count(name, request),
  page: async (collection, request) => store.page(collection, request),
  add: async (collection, document) => store.add(collection, document),
  compareAndSet: async (collection, known, next) => store.compareAndSet(collection, known, next),
  async transact(work, ahead) {
    const seen: string[] = []
    const result = await store.transact(async (tx) => {
      // It may run again from the start.
      seen.length = 0
      return work(notingIn(tx, seen))
    }, ahead)
    for (const code of seen) codes.add(code)
    return result
  },
})

function notingIn(tx: StoreTransaction, seen: string[]): StoreTransaction {
  const note = (document: object): void => {
    if ('code' in document && typeof document.code === 'string') seen.push(document.code)
  }
  return {
    get: async (collection, id) => tx.get(collection, id),
    async put(collection, document) {
      if (collection === 'contract_outbox') note(document)
      return tx.put(collection, document)
    },
    async add(collection, document) {
      if (collection === 'contract_outbox') note(document)
      return tx.add(collection, document)
    },
    delete: async (collection, id) => tx.delete(collection, id),
  }
}
