// UPKEEP: one run of the timer. Records come to agree with WeChat Pay, and the merchant's own code is told, whatever got lost.
// Two runs at once do no harm: whoever asks takes the turn of the record, whoever tells begins a try of the row.
import { deliverChanges } from './deliver/deliverChanges'
import { askDueContract, askDueOrder } from './askDue'
import { eachOf } from './eachOf'
import { forget } from './forget'
import type { UpkeepDeps } from './ports'

/** At most so many of each a minute. */
const BATCH = 200
/** A receiver that takes longer has not taken it. */
const DELIVER_WITHIN_MS = 9000

export interface UpkeepReport {
  contractsAsked: number
  /** Signed or ended, and no notification had told. */
  contractsFound: number
  ordersAsked: number
  changesTold: number
  forgotten: number
}

/**
 * @param untilMs nothing is begun later; what is left is done by the next run
 * @throws {StoreError} a list could not be read
 */
export async function runUpkeep(deps: UpkeepDeps, untilMs: number): Promise<UpkeepReport> {
  const startMs = deps.clock.nowMs()
  /** Each part ends in time for those behind it: none can starve them. */
  const share = (part: number): number => startMs + (untilMs - startMs) * part
  const { asked: contractsAsked, found: contractsFound } = await askContracts(deps, share(0.4))
  const ordersAsked = await askOrders(deps, share(0.6))
  const changesTold = await tellChanges(deps, share(0.95))
  const forgotten = await forget(deps, untilMs)
  return { contractsAsked, contractsFound, ordersAsked, changesTold, forgotten }
}

async function askContracts(deps: UpkeepDeps, untilMs: number): Promise<{ asked: number; found: number }> {
  const due = await deps.store.list('dueContracts', { upTo: deps.clock.nowMs(), limit: BATCH })
  let found = 0
  const ask = async (contract: (typeof due)[number]) => {
    if (await askDueContract(contract, deps)) found += 1
  }
  return { asked: await eachOf(due, 'ask about a contract', ask, { ...deps, untilMs }), found }
}

async function askOrders(deps: UpkeepDeps, untilMs: number): Promise<number> {
  const due = await deps.store.list('duePayments', { upTo: deps.clock.nowMs(), limit: BATCH })
  return eachOf(due, 'ask about an order', async (payment) => askDueOrder(payment, deps), { ...deps, untilMs })
}

async function tellChanges(deps: UpkeepDeps, untilMs: number): Promise<number> {
  const due = await deps.store.list('dueChanges', { upTo: deps.clock.nowMs(), limit: BATCH })
  const codes = [...new Set(due.map(({ code }) => code))]
  const tell = async (code: string) => deliverChanges(code, deps, DELIVER_WITHIN_MS)
  return eachOf(codes, 'tell a change', tell, { ...deps, untilMs })
}
