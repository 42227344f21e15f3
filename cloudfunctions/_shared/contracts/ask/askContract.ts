// CONFIRM: ask WeChat Pay about one code and write down what the answer proves. At most once in 1.5 s per code, whoever asks.
import { toFailure } from '../../kernel/outcomes'
import type { CallFailure } from '../../kernel/errors'
import { isNeverSigned, judgeQuery, notSignedVerdict, type QueryVerdict } from './judgeQuery'
import type { Evidence } from '../evidence/applyEvidence'
import { isOtherSigner, tellOtherSigner } from '../evidence/otherSigner'
import type { ContractDeps } from '../ports'
import type { CallOutcome } from '../../kernel/ports'
import type { ContractRecord } from '../../records/contracts'
import { takeTurn, type AskOptions } from '../../kernel/turns'
import { writeEvidence } from '../evidence/writeEvidence'
import { settleSetAside } from './settleSetAside'

export type Asked = { contract: ContractRecord } &
  /** `isDenied`: the record says signed, and WeChat Pay's answer does not. */
  (
    | { answer: 'signed' | 'terminated' | 'notSigned'; isDenied?: true }
    /** Verified, and about someone else or beyond our understanding: set aside, nothing moved. */
    | { answer: 'setAside' }
    /** Asked by someone a moment ago: the record answers. */
    | { answer: 'notAsked' }
    | { answer: 'failed'; failure: CallFailure }
  )

export async function askContract(contract: ContractRecord, deps: ContractDeps, options?: AskOptions): Promise<Asked> {
  const { mayAsk, document } = await takeTurn('contracts', contract, deps, options)
  if (!mayAsk) return { contract: document, answer: 'notAsked' }
  const asked = await record(await deps.gateway.query(document), document, deps)
  const isAnswered = asked.answer === 'signed' || asked.answer === 'terminated' || asked.answer === 'notSigned'
  // An answer that could not be had, or not be used, leaves open what a notification left open.
  if (!isAnswered || document.setAsideAtMs === undefined) return asked
  return { ...asked, contract: await settleSetAside(asked.contract, document.setAsideAtMs, deps) }
}

async function record(outcome: CallOutcome<unknown>, contract: ContractRecord, deps: ContractDeps): Promise<Asked> {
  const nowMs = deps.clock.nowMs()
  if (outcome.kind === 'accepted') return apply(judgeQuery(outcome.reply, contract, nowMs), contract, deps)
  if (outcome.kind === 'refused' && isNeverSigned(outcome))
    return apply(notSignedVerdict(contract, nowMs), contract, deps)
  return { contract, answer: 'failed', failure: toFailure(outcome) }
}

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
  const { evidence } = verdict
  if (!evidence) return { contract, answer: 'notSigned', ...denial(verdict, contract) }
  if (evidence.unused) tellUnused(contract, evidence, evidence.unused, deps)
  const applied = await deps.store.transact(async (tx) =>
    writeEvidence(tx, (await tx.get('contracts', contract._id)) ?? contract, evidence, deps.sha256),
  )
  if (applied.kind === 'conflict') {
    deps.log.alert('query answer set aside', {
      out_contract_code: contract._id,
      reason: 'IDENTITY_MISMATCH',
      fields: applied.field,
    })
    return { contract: applied.contract, answer: 'setAside' }
  }
  return { contract: applied.contract, answer: answerOf(applied.contract), ...denial(verdict, applied.contract) }
}

const denial = ({ kind }: QueryVerdict, { state }: ContractRecord): { isDenied?: true } =>
  kind === 'notSigned' && state === 'SIGNED' ? { isDenied: true } : {}

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
  if (contract.state === 'SIGNED') return 'signed'
  return contract.state === 'TERMINATED' ? 'terminated' : 'notSigned'
}
