// SIGN: the record of an attempt as it is about to be sent: for the first time, again, or with another body.
import type { Consent } from '../../../../typings/contract/callables'
import { slotId, type ContractParty } from '../codes'
import { knownSigner } from '../evidence/signer'
import { signedFor } from '../parties'
import type { ContractDeps } from '../ports'
import { countOne } from '../../kernel/limits'
import type { Caller } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import type { SlotAttempt, SlotRecord } from '../../records/slots'
import { defaultDisplayAccount } from './displayAccount'
import { familyPart, type SceneWish } from './requestBody'

export interface Wish {
  caller: Caller
  scene: SceneWish
  /** Where it was agreed to in our page. */
  consent?: Consent
  /** `contract_display_account` of a new attempt; a neutral one without it. */
  label?: string | undefined
}

/** A wish, and what it is looked at with. */
export interface Opening {
  wish: Wish
  party: ContractParty
  deps: ContractDeps
  nowMs: number
}

export function newContract(
  { wish, party, deps, nowMs }: Opening,
  slot: SlotRecord,
  attempt: SlotAttempt,
): ContractRecord {
  const { caller, label = defaultDisplayAccount(slotId(party, deps.sha256)) } = wish
  const { currentCode: out_contract_code, attemptNo } = attempt
  const { settings } = deps
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

/** It is a request like any question, and may open a session of its own. */
export const sentAgain = (contract: ContractRecord, nowMs: number): ContractRecord => ({
  ...contract,
  resentAtMs: nowMs,
  askedAtMs: countOne('questions', contract.askedAtMs, nowMs),
})

/** The same code, with today's body: what came of the one before is over, and WeChat Pay has said so. */
export function renewed(contract: ContractRecord, { wish, deps, nowMs }: Opening): ContractRecord {
  const { contract_display_account } = contract.request
  const out_contract_code = contract._id
  const { settings } = deps
  const body = { settings, caller: wish.caller, wish: wish.scene, out_contract_code, contract_display_account }
  // The endpoint follows from the mode, and has to fit the body.
  const today = { ...familyPart(body), mode: settings.mode, ...signedFor(settings) }
  const anew: ContractRecord = { ...contract, ...today, state: 'REQUESTED', renewedAtMs: nowMs }
  delete anew.session
  delete anew.resentAtMs
  delete anew.denial
  return anew
}
