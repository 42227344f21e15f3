// From a row to what the merchant's own code is told.
import { REVISION, type OutboxRecord } from '../../records/outbox'
import type { Change } from '../ports'

/** Nothing of it is the row's own: the merchant's code may do with it what it likes, and others are told the same row. */
export function toChange(told: OutboxRecord): Change {
  const row = JSON.parse(JSON.stringify(told)) as OutboxRecord
  const { _id: id, code, state, createdAtMs } = row
  return { id, code, state, revision: REVISION[state], createdAtMs, ...subjectOf(row) }
}

function subjectOf(row: OutboxRecord): Pick<Change, 'contract' | 'order' | 'charge' | 'refund' | 'signedBy'> {
  if ('order' in row) return { order: row.order }
  if ('charge' in row) return { charge: row.charge }
  if ('refund' in row) return { refund: row.refund }
  return { contract: row.contract, ...(row.state === 'OTHER_SIGNER' && { signedBy: row.signedBy }) }
}
