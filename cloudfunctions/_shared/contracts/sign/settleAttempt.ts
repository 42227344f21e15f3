// SIGN 2/2: what WeChat Pay's answer to a pre-sign means, written down before anyone is told.
import type { Evidence } from '../evidence/applyEvidence'
import { toFailure, type FailedOutcome } from '../../kernel/outcomes'
import { holdsPlace } from '../evidence/inForce'
import type { ContractDeps, ContractSettings, PreSignReply } from '../ports'
import type { CallOutcome } from '../../kernel/ports'
import { SESSION_MS, templateOf, type ContractRecord, type Session } from '../../records/contracts'
import { writeEvidence } from '../evidence/writeEvidence'
import { partyOfRecord } from '../codes'
import { holderAmong, readSigned } from '../inForceOf'
import { attemptIn, putSlot, readIn, readSlot, withAttempt } from '../userSlot'

interface SentAttempt {
  contract: ContractRecord
  leaseUntilMs: number
  /** Before the request was sent: WeChat Pay counts the session from later. */
  sentAtMs: number
}

/**
 * Records the outcome and lets go of the slot, so that after an unknown outcome the next tap repeats the same code and
 * body at once.
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
  return write(sent, deps, evidenceOf('PRESIGNED', 'PRESIGNED', deps, { session }))
}

async function settleFailure(sent: SentAttempt, outcome: FailedOutcome, deps: ContractDeps): Promise<never> {
  const isFinal = outcome.kind === 'refused' && outcome.isSigned
  await write(sent, deps, isFinal ? evidenceOf('REJECTED', outcome.apiCode, deps, {}) : undefined)
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

async function write(sent: SentAttempt, deps: ContractDeps, evidence: Evidence | undefined): Promise<ContractRecord> {
  const { sha256, clock } = deps
  return deps.store.transact(async (tx) => {
    const contract = (await tx.get('contracts', sent.contract._id)) ?? sent.contract
    const applied = evidence ? await writeEvidence(tx, contract, evidence, sha256) : { contract }
    const party = partyOfRecord(contract)
    const slot = await readSlot(readIn(tx), party, sha256)
    const attempt = attemptIn(slot, party)
    // Only our own lease: after 20 s another call may hold one.
    const holdsLease = attempt?.currentCode === contract._id && attempt.leaseUntilMs === sent.leaseUntilMs
    if (holdsLease) await putSlot(tx, withAttempt(slot, party, { ...attempt, leaseUntilMs: 0 }))
    // Another attempt that was signed meanwhile, under whatever template: this session must not be signed too.
    const holder = holderAmong(await readSigned(readIn(tx), slot, party), party, clock.nowMs())
    return holder && holdsPlace(holder, clock.nowMs()) ? holder : applied.contract
  })
}
