// Ask WeChat Pay about one charge and write down what the answer proves. At most once in 1.5 s per charge, whoever asks.
import { toFailure } from '../kernel/outcomes'
import type { CallFailure } from '../kernel/errors'
import type { CallOutcome } from '../kernel/ports'
import { settleSetAside } from '../kernel/setAside'
import { takeTurn, type AskOptions } from '../kernel/turns'
import type { ChargeRecord } from '../records/charges'
import { judgeCombine, readCombine, type Said } from './combineTransaction'
import type { AskChargeDeps } from './ports'
import { proofOf } from './proof'
import { PAID_AFTER_REFUSAL, writeCharge } from './writeCharge'

export type AskedCharge = { charge: ChargeRecord } & (
  | { answer: 'settled' }
  /** By WeChat Pay's word, and it may still become another. */
  | { answer: 'open'; said: Said['kind'] }
  /** Verified, and about another charge or beyond our understanding: nothing moved, and what is true is not known. */
  | { answer: 'setAside' }
  /** Asked by someone a moment ago: the record answers. */
  | { answer: 'notAsked' }
  | { answer: 'failed'; failure: CallFailure }
)

interface AskChargeOptions extends AskOptions {
  /** WeChat Pay has just taken it back, or knows nothing to take back. */
  isTakenBack?: boolean
}

export async function askCharge(
  charge: ChargeRecord,
  deps: AskChargeDeps,
  { isTakenBack = false, ...options }: AskChargeOptions = {},
): Promise<AskedCharge> {
  const { mayAsk, document } = await takeTurn('charges', charge, deps, options)
  if (!mayAsk) return { charge: document, answer: 'notAsked' }
  const asked = await hear(await deps.chargeGateway.query(document), document, isTakenBack, deps)
  const isAnswered = asked.answer === 'settled' || asked.answer === 'open'
  // An answer that could not be had, or not be used, leaves open what a notification left open.
  if (!isAnswered || document.setAsideAtMs === undefined) return asked
  return { ...asked, charge: await settleSetAside('charges', asked.charge, document.setAsideAtMs, deps.store) }
}

/** What the answer to a charge itself says, or one to a question about it. */
export async function hear(
  outcome: CallOutcome<unknown>,
  charge: ChargeRecord,
  isTakenBack: boolean,
  deps: AskChargeDeps,
): Promise<AskedCharge> {
  if (outcome.kind === 'accepted') return hearReply(outcome.reply, charge, isTakenBack, deps)
  if (isAbsence(outcome)) return settle({ kind: 'absent' }, charge, isTakenBack, deps)
  return { charge, answer: 'failed', failure: toFailure(outcome) }
}

/** WeChat Pay's own word that it knows no such charge. 401 and 403 speak of us. */
export const isAbsence = (outcome: CallOutcome<unknown>): boolean =>
  outcome.kind === 'refused' &&
  outcome.isSigned &&
  (outcome.httpStatus === 404 ||
    (outcome.httpStatus !== 401 && outcome.httpStatus !== 403 && NO_SUCH_CHARGE.includes(outcome.apiCode)))

const NO_SUCH_CHARGE = ['ORDER_NOT_EXIST', 'ORDERNOTEXIST', 'RESOURCE_NOT_EXISTS']

async function hearReply(
  reply: unknown,
  charge: ChargeRecord,
  isTakenBack: boolean,
  deps: AskChargeDeps,
): Promise<AskedCharge> {
  const read = readCombine(reply)
  if (!read.ok) return setAside(charge, 'FIELDS_MALFORMED', read.fields, deps)
  const said = judgeCombine(read.transaction, charge, deps.clock.nowMs())
  if (said.kind === 'setAside') return setAside(charge, said.reason, said.fields, deps)
  return settle(said, charge, isTakenBack, deps)
}

/** Judged by the record as it is then: somebody may have begun to take it back since the question was put. */
async function settle(
  said: Said,
  charge: ChargeRecord,
  isTakenBack: boolean,
  { store, clock, log }: AskChargeDeps,
): Promise<AskedCharge> {
  const atMs = clock.nowMs()
  const written = await store.transact(async (tx) => {
    const current = (await tx.get('charges', charge._id)) ?? charge
    const proof = proofOf(current, said, isTakenBack)
    if (!proof) return { charge: current, isPaidAfterRefusal: false }
    return writeCharge(tx, current, proof, { source: 'query', atMs })
  })
  const current = written.charge
  if (written.isPaidAfterRefusal) log.alert(PAID_AFTER_REFUSAL, { combine_out_trade_no: charge._id })
  if (contradicts(current, said)) log.alert('charge is told otherwise than it is on record', told(current, said.kind))
  return current.state === 'REQUESTED'
    ? { charge: current, answer: 'open', said: said.kind }
    : { charge: current, answer: 'settled' }
}

/** Money that went another way than our records: for a person. */
function contradicts({ state }: ChargeRecord, said: Said): boolean {
  if (said.kind === 'absent') return state === 'PAID'
  if (said.kind !== 'paid' && said.kind !== 'inPart') return false
  return state === 'REVERSED' ? !said.isGivenBack : said.kind === 'inPart'
}

const told = ({ _id, state }: ChargeRecord, reason: string) => ({ combine_out_trade_no: _id, state, reason })

function setAside(
  charge: ChargeRecord,
  reason: string,
  fields: readonly string[],
  { log }: AskChargeDeps,
): AskedCharge {
  log.alert('charge answer set aside', { combine_out_trade_no: charge._id, reason, fields: fields.join(',') })
  return { charge, answer: 'setAside' }
}
