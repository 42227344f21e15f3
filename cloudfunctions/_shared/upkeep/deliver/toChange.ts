// From a row to what the merchant's own code is told.
import { REVISION, type OutboxRecord } from '../../records/outbox'
import type { Change } from '../ports'

export function toChange(row: OutboxRecord): Change {
  const { _id: id, code, state, createdAtMs } = row
  return { id, code, state, revision: REVISION[state], createdAtMs, ...subjectOf(row) }
}

function subjectOf(row: OutboxRecord): Pick<Change, 'contract' | 'order' | 'signedBy'> {
  switch (row.state) {
    case 'PAID':
      return { order: row.order }
    case 'OTHER_SIGNER':
      return { contract: row.contract, signedBy: row.signedBy }
    default:
      return { contract: row.contract }
  }
}
