// A change that was told, or given up, is told again: to everybody, at once and then by the plan.
import * as v from 'valibot'
import { CallFailure } from '../kernel/errors'
import { withDue } from '../records/due'
import type { RecordDeps } from './ports'

export const replayInput = v.strictObject({
  id: v.pipe(
    v.string('expected text'),
    v.regex(/^\S+:[A-Z_]+(:\d+)?$/, 'expected the id of a change, such as code:SIGNED'),
  ),
})

/**
 * @throws {CallFailure} NOT_FOUND; IN_PROGRESS for one that is still being told
 * @throws {StoreError} the database failed
 */
export async function replay({ id }: v.InferOutput<typeof replayInput>, deps: RecordDeps): Promise<object> {
  return deps.store.transact(async (tx) => {
    const row = await tx.get('contract_outbox', id)
    if (!row) throw new CallFailure('NOT_FOUND', 'id: no change has it')
    if (row.deliveredAtMs === undefined && row.deadAtMs === undefined)
      throw new CallFailure('IN_PROGRESS', 'id: this change is still being told, by itself')
    const next = { ...row, tries: 0, waitsUntilMs: deps.clock.nowMs() }
    delete next.deliveredAtMs
    delete next.deadAtMs
    delete next.triedAtMs
    delete next.takenBy
    delete next.lastError
    await tx.put('contract_outbox', withDue('contract_outbox', next))
    return { id, replayed: true }
  })
}
