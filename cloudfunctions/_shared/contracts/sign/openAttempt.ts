// SIGN 1/2: claim the slot and write the contract, before WeChat Pay hears of it. One transaction.
import type { Consent } from '../../../../typings/contract/callables'
import { withConsent } from './consentHistory'
import { decideAttempt, LEASE_MS, type AttemptDecision, type Learnt } from './decideAttempt'
import { outContractCode, slotId, type ContractParty } from '../codes'
import { holdsPlace } from '../evidence/inForce'
import { knownSigner } from '../evidence/signer'
import { holderAmong, isOf, readSigned } from '../inForceOf'
import { signedFor } from '../parties'
import type { ContractDeps } from '../ports'
import { countOne } from '../../kernel/limits'
import { trustingFirst } from '../../kernel/trustingFirst'
import type { Caller, StoreTransaction } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import { withDue } from '../../records/due'
import type { SlotAttempt, SlotRecord } from '../../records/slots'
import { attemptIn, putSlot, readIn, readSlot, unlisted, withAttempt } from '../userSlot'
import { defaultDisplayAccount } from './displayAccount'
import { familyPart, type SceneWish } from './requestBody'
import { isForScene, isRenewable, reuseOf } from './sceneRules'

export interface Wish {
  caller: Caller
  scene: SceneWish
  /** Where it was agreed to in our page. */
  consent?: Consent
  /** `contract_display_account` of a new attempt; a neutral one without it. */
  label?: string | undefined
}

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
    const surveyed = await survey(tx, wish.scene, party, deps, { nowMs, learnt, mayTrust })
    return { opened: await open(tx, surveyed, { wish, party, deps, nowMs }), foreign: surveyed.foreign }
  })
  for (const out_contract_code of foreign) {
    deps.log.alert("record of another user under this user's code", { out_contract_code })
  }
  return opened
}

/**
 * What has ended by itself, and was asked about since, leaves the list: else each that the user ever had would be asked about
 * whenever they sign again, and one day there would be more of them than a call has turns. A later end brings it back.
 */
async function leaveOver(tx: StoreTransaction, slot: SlotRecord, over: readonly ContractRecord[]): Promise<SlotRecord> {
  if (over.length === 0) return slot
  const left = over.reduce(unlisted, slot)
  await putSlot(tx, left)
  return left
}

interface Surveyed {
  decision: AttemptDecision
  slot: SlotRecord
  /** Where the slot stands, or what a new attempt is to be. */
  attempt: SlotAttempt
  /** Codes of this user under which somebody else's record lies. */
  foreign: string[]
}

interface Survey {
  nowMs: number
  learnt: ReadonlyMap<string, Learnt>
  /** That nothing lies under the code of a new attempt: if it does, adding it says so, and this is done again. */
  mayTrust: boolean
}

/**
 * Looks at the slot and its contract. Where the slot is behind (lost, or restored from a backup), the code it would hand
 * out exists already: that record then stands in its place. One that is not this user's is passed over.
 */
async function survey(
  tx: StoreTransaction,
  scene: SceneWish,
  party: ContractParty,
  { settings, sha256 }: ContractDeps,
  { nowMs, learnt, mayTrust }: Survey,
): Promise<Surveyed> {
  const found = await readSlot(readIn(tx), party, sha256)
  const signed = await readSigned(readIn(tx), found, party)
  const over = signed.filter((one) => !holdsPlace(one, nowMs) && learnt.has(one._id))
  const slot = await leaveOver(tx, found, over)
  const undecided = signed.filter((one) => !over.includes(one))
  const holder = holderAmong(undecided, party, nowMs)
  const foreign: string[] = []
  let attempt = attemptIn(slot, party)
  let stored = attempt && (await tx.get('contracts', attempt.currentCode))
  for (;;) {
    const contract = stored && isOf(stored, party) ? stored : undefined
    if (stored && !contract) foreign.push(stored._id)
    const serves = contract && {
      reuse: reuseOf(contract, scene, nowMs, settings.launchWithinMs),
      isRenewable: isRenewable(contract, scene),
    }
    const decision = decideAttempt({ attempt, contract, holder, nowMs, learnt, ...serves })
    if (decision.kind !== 'newAttempt') return { decision, slot, attempt: attempt ?? NO_ATTEMPT, foreign }
    const { attemptNo } = decision
    const currentCode = outContractCode(party, attemptNo, settings.codePrefix, sha256)
    attempt = { currentCode, attemptNo, leaseUntilMs: 0 }
    stored = mayTrust ? undefined : await tx.get('contracts', currentCode)
    if (!stored) return { decision, slot, attempt, foreign }
  }
}

/** Of a user who has signed under another template, or for whom the slot of this one was lost. */
const NO_ATTEMPT: SlotAttempt = { currentCode: '', attemptNo: 0, leaseUntilMs: 0 }

interface Opening {
  wish: Wish
  party: ContractParty
  deps: ContractDeps
  nowMs: number
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

/** It is a request like any question, and may open a session of its own. */
const sentAgain = (contract: ContractRecord, nowMs: number): ContractRecord => ({
  ...contract,
  resentAtMs: nowMs,
  askedAtMs: countOne('questions', contract.askedAtMs, nowMs),
})

/** The same code, with today's body: what came of the one before is over, and WeChat Pay has said so. */
function renewed(contract: ContractRecord, { wish, deps, nowMs }: Opening): ContractRecord {
  const { contract_display_account } = contract.request
  const out_contract_code = contract._id
  const { settings } = deps
  const body = { settings, caller: wish.caller, wish: wish.scene, out_contract_code, contract_display_account }
  const anew: ContractRecord = { ...contract, ...familyPart(body), state: 'REQUESTED', renewedAtMs: nowMs }
  delete anew.session
  delete anew.resentAtMs
  delete anew.denial
  return anew
}

function newContract({ wish, party, deps, nowMs }: Opening, slot: SlotRecord, attempt: SlotAttempt): ContractRecord {
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
