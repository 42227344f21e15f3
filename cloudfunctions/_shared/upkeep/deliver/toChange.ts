// From a row to what the merchant's own code is told.
import { REVISION, type OutboxRecord } from '../../records/outbox'
import type { Change } from '../ports'

export function toChange(row: OutboxRecord): Change {
  const { _id: id, code, state, createdAtMs } = row
  return { id, code, state, revision: REVISION[state], createdAtMs, ...subjectOf(row) }
}

function subjectOf(row: OutboxRecord): Pick<Change, 'contract' | 'order' | 'charge' | 'refund' | 'signedBy'> {
  if ('order' in row) return { order: row.order }
  if ('charge' in row) return { charge: row.charge }
  if ('refund' in row) return { refund: row.refund }
  return { contract: row.contract, ...(row.state === 'OTHER_SIGNER' && { signedBy: row.signedBy }) }
}
