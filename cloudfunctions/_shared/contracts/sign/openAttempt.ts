// SIGN 1/2: claim the slot and write the contract, before WeChat Pay hears of it. One transaction.
import type { Consent } from '../../../../typings/contract/callables'
import { withConsent } from './consentHistory'
import { decideAttempt, LEASE_MS, type AttemptDecision, type AttemptSituation } from './decideAttempt'
import { outContractCode } from '../codes'
import { knownSigner } from '../evidence/signer'
import { signedFor, type Place } from '../parties'
import type { ContractDeps, ContractSettings } from '../ports'
import type { Caller, StoreTransaction } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import { withDue } from '../../records/due'
import type { SlotRecord } from '../../records/slots'
import { defaultDisplayAccount } from './displayAccount'
import { familyPart, type SceneWish } from './requestBody'
import { isForScene, reuseOf } from './sceneRules'

export interface Wish {
  caller: Caller
  scene: SceneWish
  /** Where it was agreed to in our page. */
  consent?: Consent
  /** `contract_display_account` of a new attempt; a neutral one without it. */
  label?: string | undefined
}

export type OpenedAttempt =
  | Exclude<AttemptDecision, { kind: 'newAttempt' | 'resume' }>
  /**
   * To be sent by this call: `contract.request`, until the lease is over. With `servesWish` false it is an attempt of
   * another scene or order, whose fate has to be known before another code is made.
   */
  | { kind: 'lease'; contract: ContractRecord; leaseUntilMs: number; servesWish: boolean }

/** @param notSignedCode a code of which this call has learnt that it is not signed */
export async function openAttempt(
  wish: Wish,
  place: Place,
  deps: ContractDeps,
  notSignedCode?: string,
): Promise<OpenedAttempt> {
  return deps.store.transact(async (tx) => {
    const nowMs = deps.clock.nowMs()
    const decision = await survey(tx, wish.scene, place, deps, { nowMs, notSignedCode })
    switch (decision.kind) {
      case 'newAttempt':
        return lease(tx, decision.slot, newContract(wish, decision.slot, deps.settings, nowMs), wish, nowMs)
      case 'resume':
        return lease(tx, decision.slot, decision.contract, wish, nowMs)
      case 'reuseSession':
        return { kind: 'reuseSession', contract: await renewConsent(tx, decision.contract, wish, nowMs) }
      default:
        return decision
    }
  })
}

type Surveyed = Exclude<AttemptDecision, { kind: 'newAttempt' }> | { kind: 'newAttempt'; slot: SlotRecord }

/**
 * Looks at the slot and its contract. Where the slot is behind (lost, or restored from a backup), the code it would hand
 * out exists already: that record then stands in its place.
 */
async function survey(
  tx: StoreTransaction,
  scene: SceneWish,
  { party, slotId: _id }: Place,
  { settings, sha256 }: ContractDeps,
  known: Pick<AttemptSituation, 'nowMs' | 'notSignedCode'>,
): Promise<Surveyed> {
  const stored = await tx.get('contract_slots', _id)
  let slot = stored
  let contract = slot && (await tx.get('contracts', slot.currentCode))
  for (;;) {
    const decision = decideAttempt({
      ...known,
      slot,
      contract,
      reuse: contract && reuseOf(contract, scene, known.nowMs, settings.launchWithinMs),
    })
    if (decision.kind !== 'newAttempt') {
      // Else the next call would start over from the code this one has just got past.
      if (slot && slot !== stored) await tx.put('contract_slots', { ...slot, revision: slot.revision + 1 })
      return decision
    }
    const { attemptNo } = decision
    const currentCode = outContractCode(party, attemptNo, settings.codePrefix, sha256)
    slot = { ...slot, _id, currentCode, attemptNo, leaseUntilMs: 0, revision: slot?.revision ?? 0 }
    contract = await tx.get('contracts', currentCode)
    if (!contract) return { kind: 'newAttempt', slot }
  }
}

async function lease(
  tx: StoreTransaction,
  slot: SlotRecord,
  asked: ContractRecord,
  wish: Wish,
  nowMs: number,
): Promise<OpenedAttempt> {
  const leaseUntilMs = nowMs + LEASE_MS
  const servesWish = isForScene(asked, wish.scene)
  const contract = withDue('contracts', servesWish ? withConsent(asked, wish.consent, nowMs) : asked)
  await tx.put('contracts', contract)
  await tx.put('contract_slots', { ...slot, leaseUntilMs, revision: slot.revision + 1 })
  return { kind: 'lease', contract, leaseUntilMs, servesWish }
}

function newContract(wish: Wish, slot: SlotRecord, settings: ContractSettings, nowMs: number): ContractRecord {
  const { caller, label = defaultDisplayAccount(slot._id) } = wish
  const { currentCode: out_contract_code, attemptNo } = slot
  const { env, mode, mchid, appid } = settings
  return {
    ...familyPart({ settings, caller, wish: wish.scene, out_contract_code, contract_display_account: label }),
    _id: out_contract_code,
    env,
    mode,
    mchid,
    appid,
    ...caller,
    ...signedFor(settings),
    ...knownSigner(wish.scene.scene, slot, settings),
    scene: wish.scene.scene,
    attemptNo,
    createdAtMs: nowMs,
    state: 'REQUESTED',
    nextQueryAtMs: nowMs,
    queryCount: 0,
    evidence: [],
  }
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
