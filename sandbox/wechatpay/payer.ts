// Whether the user can pay without being asked.
import type { Switches } from './options'
import { Refusal } from './refusal'

/** @throws {Refusal} NOT_ENOUGH, RISK_CONTROL */
export function refuseUnpaid({ payer }: Pick<Switches, 'payer'>): void {
  if (payer === 'noBalance') throw new Refusal(403, 'NOT_ENOUGH', 'none of the ways to pay of this user has enough')
  if (payer === 'riskRefused') throw new Refusal(403, 'RISK_CONTROL', 'the charge was refused by risk control')
}
