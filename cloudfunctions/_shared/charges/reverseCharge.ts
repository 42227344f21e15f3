// A charge of which nobody knows whether it was paid is taken back (撤销), and asked about again: so its number can charge nothing any
// more, and what it may have taken is given back. Once begun it is gone on with until WeChat Pay says what became of it.
import { changeOne } from '../kernel/changeOne'
import type { CallOutcome } from '../kernel/ports'
import { sinceMs } from '../kernel/stamps'
import { turnAfterSending } from '../kernel/turns'
import type { ChargeRecord } from '../records/charges'
import { askCharge, isAbsence, type AskedCharge } from './askCharge'
import type { AskChargeDeps } from './ports'

/** It is answered within a minute, and whoever sent it is at it for no longer than that: by now it can be under way no more. */
const REVERSE_AFTER_MS = 2 * 60_000
/** From then on a person should know. */
const ALERT_FROM_TRY = 4

/** Not where WeChat Pay could not be asked, nor where it told of something else: it may be paid, and was meant to be. */
export function mayReverse(asked: AskedCharge, nowMs: number): boolean {
  const { state, sentAtMs, createdAtMs } = asked.charge
  return asked.answer === 'open' && state === 'REQUESTED' && sinceMs(sentAtMs ?? createdAtMs, nowMs) >= REVERSE_AFTER_MS
}

export async function reverseCharge(charge: ChargeRecord, deps: AskChargeDeps): Promise<AskedCharge> {
  const { document: sent, isOurs } = await beginReversing(charge, deps)
  if (!isOurs) return { charge: sent, answer: 'notAsked' }
  tellMany(sent, deps)
  const outcome = await deps.chargeGateway.reverse(sent)
  const isTakenBack = outcome.kind === 'accepted' || isAbsence(outcome)
  const asked = isRefused(outcome) && !isTakenBack ? await keepAsPaid(sent, deps) : sent
  return askCharge(asked, deps, { atOnce: true, isTakenBack })
}

/** Written before it is sent: from then on nobody tells it as paid. */
async function beginReversing(charge: ChargeRecord, { store, clock }: AskChargeDeps) {
  return changeOne('charges', charge, store, (current): { document: ChargeRecord; isOurs: boolean } => {
    const nowMs = clock.nowMs()
    if (current.state !== 'REQUESTED' || current.reverseSentAtMs !== charge.reverseSentAtMs)
      return { document: current, isOurs: false }
    const reverseTries = (current.reverseTries ?? 0) + 1
    return {
      document: { ...current, ...turnAfterSending(current, nowMs), reverseSentAtMs: nowMs, reverseTries },
      isOurs: true,
    }
  })
}

const isRefused = (outcome: CallOutcome<unknown>): boolean => outcome.kind === 'refused' && outcome.isSigned

/** By WeChat Pay's word it was not taken back: if it is paid, it stays paid. */
async function keepAsPaid(charge: ChargeRecord, { store, log }: AskChargeDeps): Promise<ChargeRecord> {
  log.alert('charge could not be taken back', { combine_out_trade_no: charge._id })
  const { document } = await changeOne('charges', charge, store, (current) => {
    if (current.reverseSentAtMs !== charge.reverseSentAtMs) return { document: current }
    const kept = { ...current }
    delete kept.reverseSentAtMs
    return { document: kept }
  })
  return document
}

function tellMany({ _id, reverseTries: tries = 0 }: ChargeRecord, { log }: AskChargeDeps): void {
  if (tries >= ALERT_FROM_TRY)
    log.alert('charge is still not known to be taken back, or paid', { combine_out_trade_no: _id, tries })
}
