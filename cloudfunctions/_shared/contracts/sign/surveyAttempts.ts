// SIGN: what is there of a user who wishes to sign, and what the wish therefore leads to. Read in the transaction that acts on it.
import { decideAttempt, type AttemptDecision, type Learnt } from './decideAttempt'
import { outContractCode, type ContractParty } from '../codes'
import { holdsPlace } from '../evidence/inForce'
import { holderAmong, isOf, readSigned } from '../inForceOf'
import type { ContractDeps } from '../ports'
import type { StoreTransaction } from '../../kernel/ports'
import { isReleased, type ContractRecord } from '../../records/contracts'
import type { SlotAttempt, SlotRecord } from '../../records/slots'
import { attemptIn, putSlot, readIn, readSlot, unlisted } from '../userSlot'
import type { SceneWish } from './requestBody'
import { isRenewable, reuseOf } from './sceneRules'

export interface Surveyed {
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

export /** Of a user who has signed under another template, or for whom the slot of this one was lost. */
const NO_ATTEMPT: SlotAttempt = { currentCode: '', attemptNo: 0, leaseUntilMs: 0 }

/**
 * Looks at the slot and its contract. Where the slot is behind (lost, or restored from a backup), the code it would hand
 * out exists already: that record then stands in its place. One that is not this user's is passed over.
 */
export async function surveyAttempts(
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
  const open = await findOpen(tx, slot, party, attempt, learnt)
  if (open) return { decision: { kind: 'settleFirst', contract: open }, slot, attempt: attempt ?? NO_ATTEMPT, foreign }
  let stored = attempt && (await tx.get('contracts', attempt.currentCode))
  for (;;) {
    const contract = stored && isOf(stored, party) ? stored : undefined
    if (stored && !contract && stored.erasedAtMs === undefined) foreign.push(stored._id)
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

/** An earlier attempt that may be signed after all. What is signed on record, or stands in the slot, is looked at anyway. */
async function findOpen(
  tx: StoreTransaction,
  { setAside = {} }: SlotRecord,
  party: ContractParty,
  attempt: SlotAttempt | undefined,
  learnt: ReadonlyMap<string, Learnt>,
): Promise<ContractRecord | undefined> {
  for (const code of Object.keys(setAside)) {
    if (code === attempt?.currentCode || learnt.has(code)) continue
    const contract = await tx.get('contracts', code)
    if (contract && isOf(contract, party) && contract.sub_mchid === party.sub_mchid && mayBeSigned(contract))
      return contract
  }
  return undefined
}

const mayBeSigned = (contract: ContractRecord): boolean =>
  contract.setAsideAtMs !== undefined &&
  contract.state !== 'SIGNED' &&
  contract.state !== 'TERMINATED' &&
  !isReleased(contract)

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
