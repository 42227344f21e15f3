// DELIVER: the merchant's own code is told what changed, at least once, the oldest change of a contract or an order first.
import { allOf } from '../../kernel/allOf'
import { withDue } from '../../records/due'
import type { OutboxRecord } from '../../records/outbox'
import type { DeliveryDeps } from '../ports'
import { nextChange } from './nextChange'
import { beginTry, tellOnce } from './tellOnce'

interface Delivered {
  /** Changes that everybody has. */
  told: number
  /** Changes that somebody has not taken yet. */
  notTaken: number
}

/** Tells what is due of one contract or order, until all is told or a receiver has not taken one. @throws {StoreError} */
export async function deliverChanges(code: string, deps: DeliveryDeps, withinMs: number): Promise<Delivered> {
  const untilMs = deps.clock.nowMs() + withinMs
  let told = 0
  for (;;) {
    const nowMs = deps.clock.nowMs()
    if (nowMs >= untilMs) return { told, notTaken: 0 }
    // To the end: a refund may be refused, and sent anew, any number of times.
    const rows = await allOf(deps.store, 'changesOf', code)
    const next = nextChange(rows, nowMs)
    if (next.kind === 'later') await holdBack(next.behind, next.dueAtMs, deps)
    if (next.kind !== 'due') return { told, notTaken: 0 }
    const row = await beginTry(next.row, deps)
    if (!row) return { told, notTaken: 0 }
    if (row.deadAtMs !== undefined) continue
    if (!(await tellOnce(row, deps, untilMs))) return { told, notTaken: 1 }
    told += 1
  }
}

/** Else rows that wait for an older one would be found first at every run, and nothing behind them. */
async function holdBack(behind: readonly OutboxRecord[], waitsUntilMs: number, { store }: DeliveryDeps): Promise<void> {
  for (const { _id } of behind) {
    await store.transact(async (tx) => {
      const row = await tx.get('contract_outbox', _id)
      if (row) await tx.put('contract_outbox', withDue('contract_outbox', { ...row, waitsUntilMs }))
    })
  }
}
