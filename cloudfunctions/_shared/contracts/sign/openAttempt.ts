// SIGN 1/2: claim the slot and write the contract, before WeChat Pay hears of it. One transaction.
import { newContract, renewed, sentAgain, type Opening, type Wish } from './attemptRecord'
import { withConsent } from './consentHistory'
import { LEASE_MS, type AttemptDecision, type Learnt } from './decideAttempt'
import type { ContractParty } from '../codes'
import type { ContractDeps } from '../ports'
import { countOne } from '../../kernel/limits'
import { trustingFirst } from '../../kernel/trustingFirst'
import type { StoreTransaction } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import { withDue } from '../../records/due'
import type { SlotAttempt, SlotRecord } from '../../records/slots'
import { attemptIn, putSlot, withAttempt } from '../userSlot'
import { isForScene } from './sceneRules'
import { NO_ATTEMPT, surveyAttempts, type Surveyed } from './surveyAttempts'

export type OpenedAttempt =
  | Exclude<AttemptDecision, { kind: 'newAttempt' | 'resume' | 'renew' }>
  /**
   * To be sent by this call: `contract.request`, until the lease is over. With `servesWish` false it is an attempt of
   * another scene or order, whose fate has to be known before another code is made. `isRenewed`: its code was asked for with
   * another body before, which WeChat Pay may hold against it.
   */
  | { kind: 'lease'; contract: ContractRecord; leaseUntilMs: number; servesWish: boolean; isRenewed: boolean }

/**
 * @param learnt what this call has learnt of codes
 * @throws {CallFailure} RATE_LIMITED: too many codes, or requests, of one user
 */
export async function openAttempt(
  wish: Wish,
  party: ContractParty,
  deps: ContractDeps,
  learnt: ReadonlyMap<string, Learnt>,
): Promise<OpenedAttempt> {
  const { opened, foreign } = await trustingFirst(deps.store, async (tx, mayTrust) => {
    const nowMs = deps.clock.nowMs()
    const surveyed = await surveyAttempts(tx, wish.scene, party, deps, { nowMs, learnt, mayTrust })
    return { opened: await open(tx, surveyed, { wish, party, deps, nowMs }), foreign: surveyed.foreign }
  })
  for (const out_contract_code of foreign) {
    deps.log.alert("record of another user under this user's code", { out_contract_code })
  }
  return opened
}

async function open(
  tx: StoreTransaction,
  { decision, slot, attempt }: Surveyed,
  opening: Opening,
): Promise<OpenedAttempt> {
  const { wish, party, deps, nowMs } = opening
  switch (decision.kind) {
    case 'newAttempt': {
      const newCodes = countOne('newCodes', slot.counters.newCodes, nowMs)
      const counted = { ...slot, counters: { ...slot.counters, newCodes } }
      return lease(tx, counted, attempt, newContract(opening, slot, attempt), opening, 'add')
    }
    case 'resume':
      return lease(tx, slot, attempt, sentAgain(decision.contract, nowMs), opening)
    case 'renew':
      return lease(tx, slot, attempt, renewed(decision.contract, opening), opening)
    case 'reuseSession':
      await keepPlace(tx, slot, attempt, party)
      return { kind: 'reuseSession', contract: await renewConsent(tx, decision.contract, wish, deps.clock.nowMs()) }
    default:
      await keepPlace(tx, slot, attempt, party)
      return decision
  }
}

/** Else the next call would start over from the codes this one has just got past. */
async function keepPlace(
  tx: StoreTransaction,
  slot: SlotRecord,
  attempt: SlotAttempt,
  party: ContractParty,
): Promise<void> {
  const stood = attemptIn(slot, party)
  if (attempt === NO_ATTEMPT || stood?.attemptNo === attempt.attemptNo) return
  await putSlot(tx, withAttempt(slot, party, attempt))
}

async function lease(
  tx: StoreTransaction,
  slot: SlotRecord,
  attempt: SlotAttempt,
  asked: ContractRecord,
  { wish, party, nowMs }: Opening,
  write: 'add' | 'put' = 'put',
): Promise<OpenedAttempt> {
  const leaseUntilMs = nowMs + LEASE_MS
  const servesWish = isForScene(asked, wish.scene)
  const contract = withDue('contracts', servesWish ? withConsent(asked, wish.consent, nowMs) : asked)
  await tx[write]('contracts', contract)
  await putSlot(tx, withAttempt(slot, party, { ...attempt, leaseUntilMs }))
  return { kind: 'lease', contract, leaseUntilMs, servesWish, isRenewed: asked.renewedAtMs !== undefined }
}

async function renewConsent(
  tx: StoreTransaction,
  contract: ContractRecord,
  wish: Wish,
  nowMs: number,
): Promise<ContractRecord> {
  const renewed = withConsent(contract, wish.consent, nowMs)
  if (renewed !== contract) await tx.put('contracts', withDue('contracts', renewed))
  return renewed
}
