// What WeChat Pay's words on a charge prove, taken together. Nothing is told as paid, nor as not paid, before.
import type { ChargeRecord, ChargeState } from '../records/charges'
import type { PaidFacts, Said } from './combineTransaction'

export interface Proof {
  state: Exclude<ChargeState, 'REQUESTED'>
  facts: Partial<PaidFacts>
}

/**
 * - paid counts, but not once we have asked for it to be taken back: then it is paid for a moment only
 * - that nothing is there, or paid, counts where the one request that could charge was refused; else it may still arrive
 * - that nothing is there counts too where it has been taken back: from then on it cannot arrive
 * @param isTakenBack WeChat Pay has taken it back, or knows nothing to take back
 * @returns undefined: nothing yet
 */
export function proofOf(charge: ChargeRecord, said: Said, isTakenBack: boolean): Proof | undefined {
  const { refusal, reverseSentAtMs } = charge
  switch (said.kind) {
    case 'paid':
      return reverseSentAtMs === undefined ? { state: 'PAID', facts: said.facts } : undefined
    case 'reversed':
      return { state: 'REVERSED', facts: {} }
    case 'absent':
      if (refusal) return { state: 'REFUSED', facts: {} }
      return isTakenBack ? { state: 'REVERSED', facts: {} } : undefined
    case 'failed':
      return refusal && { state: 'REFUSED', facts: {} }
    case 'pending':
    case 'inPart':
      return undefined
  }
}
