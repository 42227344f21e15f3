// SIGN 2/2: what WeChat Pay's answer to a pre-sign means, written down before anyone is told.
import type { Evidence } from '../evidence/applyEvidence'
import { toFailure, type FailedOutcome } from '../../kernel/outcomes'
import { holdsPlace } from '../evidence/inForce'
import type { ContractDeps, ContractSettings, PreSignReply } from '../ports'
import type { CallOutcome } from '../../kernel/ports'
import { SESSION_MS, templateOf, type ContractRecord, type Session } from '../../records/contracts'
import { recordEvidence } from '../evidence/recordEvidence'
import { partyOfRecord } from '../codes'
import { holderAmong, readSigned } from '../inForceOf'
import { attemptIn, changeSlot, readFrom, readSlot, withAttempt } from '../userSlot'

interface SentAttempt {
  contract: ContractRecord
  leaseUntilMs: number
  /** Before the request was sent: WeChat Pay counts the session from later. */
  sentAtMs: number
}

/**
 * Records the outcome. A lease says nothing of a contract that is no longer REQUESTED: so it is given back only after an unknown
 * outcome, for the next tap to repeat the same code and body at once.
 * @returns the contract as it now stands, or the one that was signed meanwhile in its place
 * @throws {CallFailure} WECHATPAY_REJECTED, RATE_LIMITED, WECHATPAY_UNREACHABLE or WECHATPAY_UNTRUSTED
 */
export async function settleAttempt(
  sent: SentAttempt,
  outcome: CallOutcome<PreSignReply>,
  deps: ContractDeps,
): Promise<ContractRecord> {
  if (outcome.kind !== 'accepted') return settleFailure(sent, outcome, deps)
  const distrust = findDistrust(outcome.reply, sent.contract, deps.settings)
  if (distrust) {
    deps.log.alert('pre-sign answer not usable', { out_contract_code: sent.contract._id, ...distrust })
    return settleFailure(sent, { kind: 'unknown', reason: 'untrusted' }, deps)
  }
  const session = toSession(outcome.reply, sent, deps.settings)
  const { contract } = await recordEvidence(
    sent.contract,
    evidenceOf('PRESIGNED', 'PRESIGNED', deps, { session }),
    deps,
  )
  return orHolder(contract, deps)
}

async function settleFailure(sent: SentAttempt, outcome: FailedOutcome, deps: ContractDeps): Promise<never> {
  const isFinal = outcome.kind === 'refused' && outcome.isSigned
  if (isFinal) await recordEvidence(sent.contract, evidenceOf('REJECTED', outcome.apiCode, deps, {}), deps)
  else await giveBackLease(sent, deps)
  throw toFailure(outcome)
}

/** Verified, and still not an answer to what was asked; or a launch target the merchant does not allow. */
function findDistrust(reply: PreSignReply, contract: ContractRecord, settings: ContractSettings) {
  const differing = [
    reply.mchid !== contract.mchid && 'mchid',
    reply.templateId !== templateOf(contract).id && templateOf(contract).name,
    reply.out_contract_code !== contract._id && 'out_contract_code',
    reply.sub_mchid !== undefined && reply.sub_mchid !== contract.sub_mchid && 'sub_mchid',
  ].filter((name) => name !== false)
  if (differing.length > 0) return { reason: 'ECHO_DIFFERS', fields: differing.join(',') }
  if (contract.scene === 'pay-redirect-sign') return undefined
  if (reply.pre_entrustweb_id === undefined) return { reason: 'SESSION_MISSING', fields: 'pre_entrustweb_id' }
  return contract.scene === 'mini-program' ? distrustTarget(reply, contract, settings) : undefined
}

function distrustTarget(reply: PreSignReply, contract: ContractRecord, settings: ContractSettings) {
  if (contract.family === 'password-exempt' && !(reply.sign_mp_appid && reply.sign_mp_path)) {
    return { reason: 'LAUNCH_TARGET_MISSING', fields: 'sign_mp_appid,sign_mp_path' }
  }
  return settings.signAppids.includes(launchTarget(reply, settings).sign_mp_appid)
    ? undefined
    : { reason: 'SIGN_APPID_NOT_ALLOWED', fields: 'sign_mp_appid', setting: 'signAppids' }
}

const launchTarget = ({ sign_mp_appid, sign_mp_path }: PreSignReply, { signTarget }: ContractSettings) => ({
  sign_mp_appid: sign_mp_appid ?? signTarget.sign_mp_appid,
  sign_mp_path: sign_mp_path ?? signTarget.sign_mp_path,
})

/**
 * Since when the session lives. One that is sent again may have been opened by the first request, whose answer was lost; only
 * after two hours that one would be over.
 */
function openedAtMs({ createdAtMs, renewedAtMs }: ContractRecord, sentAtMs: number): number {
  const firstSentAtMs = renewedAtMs ?? createdAtMs
  return sentAtMs - firstSentAtMs < SESSION_MS ? firstSentAtMs : sentAtMs
}

/** What the scene of the attempt can use of the answer. */
function toSession(reply: PreSignReply, { contract, sentAtMs }: SentAttempt, settings: ContractSettings): Session {
  const { pre_entrustweb_id, miniprogram_username, miniprogram_path } = reply
  return {
    expiresAtMs: openedAtMs(contract, sentAtMs) + SESSION_MS,
    ...(pre_entrustweb_id !== undefined && { pre_entrustweb_id }),
    ...(contract.scene === 'mini-program' && launchTarget(reply, settings)),
    ...(miniprogram_username !== undefined &&
      miniprogram_path !== undefined && { miniprogram_username, miniprogram_path }),
  }
}

const evidenceOf = (
  state: Evidence['state'],
  what: string,
  { clock }: ContractDeps,
  facts: Evidence['facts'],
): Evidence => ({
  source: 'preSign',
  atMs: clock.nowMs(),
  what,
  state,
  facts,
})

/** Another attempt that was signed meanwhile, under whatever template, stands in its place: this session must not be signed too. */
async function orHolder(contract: ContractRecord, { store, sha256, clock }: ContractDeps): Promise<ContractRecord> {
  const party = partyOfRecord(contract)
  const read = readFrom(store)
  const signed = await readSigned(read, await readSlot(read, party, sha256), party)
  const holder = holderAmong(signed, party, clock.nowMs())
  return holder && holdsPlace(holder, clock.nowMs()) ? holder : contract
}

/** Only our own lease: after 20 s another call may hold one. */
async function giveBackLease({ contract, leaseUntilMs }: SentAttempt, deps: ContractDeps): Promise<void> {
  const party = partyOfRecord(contract)
  await changeSlot(party, deps, (slot) => {
    const attempt = attemptIn(slot, party)
    const holdsLease = attempt?.currentCode === contract._id && attempt.leaseUntilMs === leaseUntilMs
    return holdsLease ? withAttempt(slot, party, { ...attempt, leaseUntilMs: 0 }) : slot
  })
}
