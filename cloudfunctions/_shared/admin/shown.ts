// Of a record, the fields of a list, and no other: what it may hold one day leaves only once it is named here or there.
import { allOf } from '../kernel/allOf'
import type { Store } from '../kernel/ports'
import type { EvidenceEntry } from '../records/common'
import type { OutboxRecord } from '../records/outbox'

export const pick = <Document extends object>(document: Document, names: readonly (keyof Document)[]): object =>
  Object.fromEntries(names.flatMap((name) => (document[name] === undefined ? [] : [[name, document[name]]])))

export const describeEntry = (entry: EvidenceEntry) => pick(entry, ['source', 'atMs', 'what'])

/** What the merchant's own code was told, or is to be. By its id where the state does not say it: of a refund that was refused again. */
export async function rowsOf(code: string, states: readonly OutboxRecord['state'][], store: Store): Promise<object[]> {
  const rows = await allOf(store, 'changesOf', code)
  // One number may be an order's and its refund's.
  return rows
    .filter(({ state }) => states.includes(state))
    .map((row) => ({ ...(row._id !== `${code}:${row.state}` && { id: row._id }), ...pick(row, ROW_FIELDS) }))
}

const ROW_FIELDS = ['state', 'createdAtMs', 'tries', 'takenBy', 'dueAtMs', 'deliveredAtMs', 'deadAtMs'] as const
