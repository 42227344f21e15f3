// CONFIRM: ask WeChat Pay about one code and write down what the answer proves. At most once in 1.5 s per code, whoever asks.
import { toFailure } from '../../kernel/outcomes'
import type { CallFailure } from '../../kernel/errors'
import { denialsAgree, forgetDenial, isDenial, isLongDenied, NO_SUCH_CONTRACT, noteDenial } from './denials'
import { expired, isNeverSigned, judgeQuery, notSignedVerdict, type QueryVerdict } from './judgeQuery'
import type { Evidence } from '../evidence/applyEvidence'
import { annul } from '../evidence/annul'
import { isSigned } from '../evidence/inForce'
import { isOtherSigner, tellOtherSigner } from '../evidence/otherSigner'
import { partyOfRecord } from '../codes'
import type { ContractDeps } from '../ports'
import type { CallOutcome, Refusal } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import { forgetSetAside } from './setAsideCodes'
import { settleSetAside } from '../../kernel/setAside'
import { takeTurn, type AskOptions } from '../../kernel/turns'
import { recordEvidence } from '../evidence/recordEvidence'

export type Asked = { contract: ContractRecord } &
  /** `spent`: not signed, and nobody can sign it any more. `isDenied`: the record says signed, and this answer does not. */
  (
    | { answer: 'signed' | 'terminated' | 'notSigned' | 'spent'; isDenied?: true }
    /** Verified, and about someone else or beyond our understanding: set aside, nothing moved. */
    | { answer: 'setAside' }
    /** Asked by someone a moment ago: the record answers. */
    | { answer: 'notAsked' }
    /** `isWord`: a refusal of WeChat Pay's own. `isDenial`: that may come to count as "not signed" (denials.ts). */
    | { answer: 'failed'; failure: CallFailure; isWord: boolean; isDenial: boolean }
  )

interface AskContractOptions extends Pick<AskOptions, 'wait' | 'atOnce'> {
  /** No user's question, but one of our own: it does not count among theirs. */
  isOurs?: boolean
}

/** @throws {CallFailure} RATE_LIMITED: the user has asked too often */
export async function askContract(
  contract: ContractRecord,
  deps: ContractDeps,
  { isOurs = false, ...options }: AskContractOptions = {},
): Promise<Asked> {
  const { mayAsk, document } = await takeTurn('contracts', contract, deps, { ...options, isCounted: !isOurs })
  if (!mayAsk) return { contract: document, answer: 'notAsked' }
  const asked = await record(await deps.gateway.query(document), document, deps)
  const isAnswered = asked.answer !== 'failed' && asked.answer !== 'setAside' && asked.answer !== 'notAsked'
  // An answer that could not be had, or not be used, leaves open what a notification left open.
  if (!isAnswered || document.setAsideAtMs === undefined) return asked
  const settled = await settleSetAside('contracts', asked.contract, document.setAsideAtMs, deps.store)
  await forgetSetAside(partyOfRecord(settled), { code: settled._id, atMs: document.setAsideAtMs }, deps)
  return { ...asked, contract: settled }
}

async function record(outcome: CallOutcome<unknown>, asked: ContractRecord, deps: ContractDeps): Promise<Asked> {
  if (outcome.kind === 'refused') return recordRefusal(outcome, asked, deps)
  if (outcome.kind !== 'accepted') {
    return { contract: asked, answer: 'failed', failure: toFailure(outcome), isWord: false, isDenial: false }
  }
  const verdict = judgeQuery(outcome.reply, asked, deps.clock.nowMs())
  const isDisowned = verdict.kind === 'notSigned' && isSigned(asked)
  return apply(verdict, isDisowned ? asked : await forgetDenial(asked, deps), deps)
}

async function recordRefusal(refusal: Refusal, asked: ContractRecord, deps: ContractDeps): Promise<Asked> {
  if (isNeverSigned(refusal, deps.settings.notSignedCodes)) {
    return apply(notSignedVerdict(asked, deps.clock.nowMs()), asked, deps)
  }
  if (isDenial(refusal)) return recordDenial(refusal, asked, deps)
  return { contract: asked, answer: 'failed', failure: toFailure(refusal), isWord: refusal.isSigned, isDenial: false }
}

/** A refusal that says nothing of the contract counts as "not signed" once it has been said long enough. */
async function recordDenial(denial: Refusal, asked: ContractRecord, deps: ContractDeps): Promise<Asked> {
  const contract = await noteDenial(denial, asked, deps)
  const nowMs = deps.clock.nowMs()
  if (!denialsAgree(contract, nowMs))
    return { contract, answer: 'failed', failure: toFailure(denial), isWord: true, isDenial: true }
  const { httpStatus, apiCode } = denial
  deps.log.alert('refused time and again: taken as not signed', {
    out_contract_code: contract._id,
    httpStatus,
    apiCode,
  })
  if (isSigned(contract)) return disown(contract, deps)
  return apply({ kind: 'notSigned', evidence: expired(apiCode, nowMs) }, contract, deps)
}

/**
 * WeChat Pay knows nothing of what it told as signed. Once is no reason to believe it, nor to send anything. But a wish to close
 * that was sent ends where it says so again, long enough after: nobody would ever hear of an end.
 */
async function recordDisowned(signed: ContractRecord, deps: ContractDeps): Promise<Asked> {
  if (!isClosingSent(signed)) return disown(signed, deps)
  const contract = await noteDenial(NO_SUCH_CONTRACT, signed, deps)
  if (!isLongDenied(contract, deps.clock.nowMs())) return { contract, answer: 'notSigned', isDenied: true }
  deps.log.alert('contract to be closed is not known to WeChat Pay: no longer in force', {
    out_contract_code: contract._id,
  })
  return disown(contract, deps)
}

async function disown(contract: ContractRecord, deps: ContractDeps): Promise<Asked> {
  const now = isClosingSent(contract) ? await annul(contract, deps.clock.nowMs(), deps) : contract
  return { contract: now, answer: answerOf(now), isDenied: true }
}

const isClosingSent = ({ terminateRequestedAtMs, terminateTries = 0 }: ContractRecord): boolean =>
  terminateRequestedAtMs !== undefined && terminateTries > 0

async function apply(verdict: QueryVerdict, contract: ContractRecord, deps: ContractDeps): Promise<Asked> {
  if (verdict.kind === 'setAside') {
    const { reason, fields, contract_state } = verdict
    deps.log.alert('query answer set aside', {
      out_contract_code: contract._id,
      reason,
      fields: fields.join(','),
      ...(contract_state !== undefined && { contract_state }),
    })
    if (!isOtherSigner(contract, verdict)) return { contract, answer: 'setAside' }
    return apply(notSignedVerdict(contract, deps.clock.nowMs()), await keepOtherSigner(contract, verdict, deps), deps)
  }
  if (verdict.kind === 'notSigned' && isSigned(contract)) return recordDisowned(contract, deps)
  const { evidence } = verdict
  const isSpent = verdict.kind === 'notSigned' && verdict.isSpent === true
  if (!evidence) return { contract, answer: 'notSigned' }
  if (evidence.unused) tellUnused(contract, evidence, evidence.unused, deps)
  const applied = await recordEvidence(contract, evidence, deps)
  if (applied.kind === 'conflict') {
    deps.log.alert('query answer set aside', {
      out_contract_code: contract._id,
      reason: 'IDENTITY_MISMATCH',
      fields: applied.field,
    })
    return { contract: applied.contract, answer: 'setAside' }
  }
  const answer = answerOf(applied.contract)
  return {
    contract: applied.contract,
    answer: isSpent && answer === 'notSigned' ? 'spent' : answer,
    ...(verdict.kind === 'notSigned' && isSigned(applied.contract) && { isDenied: true as const }),
  }
}

function tellUnused(
  { _id }: ContractRecord,
  { state }: Evidence,
  unused: readonly string[],
  { log }: ContractDeps,
): void {
  log.alert('query answer used in part', { out_contract_code: _id, state, fields: unused.join(',') })
}

type SetAsideVerdict = Extract<QueryVerdict, { kind: 'setAside' }>

/** @returns the contract as it now stands */
async function keepOtherSigner(
  contract: ContractRecord,
  { signedBy, contract_state }: SetAsideVerdict,
  deps: ContractDeps,
) {
  if (signedBy === undefined || contract_state !== 'SIGNED') return contract
  const nowMs = deps.clock.nowMs()
  return deps.store.transact(async (tx) => tellOtherSigner(tx, contract, signedBy, nowMs))
}

// The record may know more than this answer: a notification can have come in between.
function answerOf(contract: ContractRecord): 'signed' | 'terminated' | 'notSigned' {
  if (isSigned(contract)) return 'signed'
  return contract.state === 'TERMINATED' ? 'terminated' : 'notSigned'
}
