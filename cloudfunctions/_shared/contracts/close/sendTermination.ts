// CLOSE: sends what was wished, and believes only a query.
import { askContract } from '../ask/askContract'
import { takeClosingTurn, type GivenWish } from './closingTurn'
import type { ContractDeps } from '../ports'
import { callTimeMs } from '../../kernel/timeLeft'
import type { ContractRecord } from '../../records/contracts'

/** From then on a person should know. */
const ALERT_FROM_TRY = 4

interface Sent {
  /** As it stands after that: ended, or with the wish on it. */
  contract: ContractRecord
  /** False where it has ended already, or where somebody sent it a moment ago. */
  wasSent: boolean
}

/**
 * Whatever WeChat Pay answers, the wish stands: a 200 is not yet the end, a refusal may mean that it has ended already, and a
 * lost answer says nothing. So the query decides; after 429 nothing was accepted, and nothing is asked.
 */
export async function sendTermination(contract: ContractRecord, wish: GivenWish, deps: ContractDeps): Promise<Sent> {
  const { document: closing, remark } = await takeClosingTurn(contract, wish, deps)
  if (remark === undefined) return { contract: closing, wasSent: false }
  tellMany(closing, deps)
  const { kind } = await deps.gateway.terminate(closing, remark)
  const isLate = callTimeMs(deps.deadline) === undefined
  if (kind === 'rateLimited' || isLate) return { contract: closing, wasSent: true }
  const asked = await askContract(closing, deps, { atOnce: true, isOurs: true })
  return { contract: asked.contract, wasSent: true }
}

function tellMany({ _id, terminateTries: tries = 0 }: ContractRecord, { log }: ContractDeps): void {
  if (tries >= ALERT_FROM_TRY)
    log.alert('contract still in force though closing was sent', { out_contract_code: _id, tries })
}
