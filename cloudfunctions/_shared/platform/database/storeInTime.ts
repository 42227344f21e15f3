// A store that answers before the deadline of the call, whatever the database does.
import type { Deadline, Store, Within } from '../../kernel/ports'
import { outOfTime } from './outOfTime'

/** Every operation ends in its result, or in a StoreError once the time is over; none is begun after that. */
export function storeInTime(store: Store, deadline: Deadline, within: Within): Store {
  const inTime = async <T>(operation: string, work: () => Promise<T>): Promise<T> => {
    const leftMs = deadline.leftMs()
    if (leftMs <= 0) throw outOfTime(operation)
    return within(work(), leftMs)
  }
  return {
    read: async (collection, id) => inTime(`read ${collection}`, async () => store.read(collection, id)),
    list: async (name, request) => inTime(`list ${name}`, async () => store.list(name, request)),
    count: async (name, request) => inTime(`count ${name}`, async () => store.count(name, request)),
    page: async (collection, request) => inTime(`page ${collection}`, async () => store.page(collection, request)),
    add: async (collection, document) => inTime(`add to ${collection}`, async () => store.add(collection, document)),
    compareAndSet: async (collection, known, next) =>
      inTime(`change ${collection}`, async () => store.compareAndSet(collection, known, next)),
    transact: async (work, ahead) => inTime('write a change', async () => store.transact(work, ahead)),
  }
}
