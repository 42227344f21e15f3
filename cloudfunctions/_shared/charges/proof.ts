// What WeChat Pay's words on a charge prove, taken together. Nothing is told as paid, nor as not paid, before.
import type { ChargeRecord, ChargeState } from '../records/charges'
import type { PaidFacts, Said } from './combineTransaction'

export interface Proof {
  state: Exclude<ChargeState, 'REQUESTED'>
  facts: Partial<PaidFacts>
}

/**
 * - paid counts, but not once we have asked for it to be taken back: then it is paid for a moment only
 * - given back counts as taken back from then on: nobody was told that it is paid, so nobody but the reverse gave it back. Also where
 *   WeChat Pay refused to take it back: it may have, at an earlier try nobody heard the answer of
 * - that nothing is there, or paid, counts where the one request that could charge was refused; else it may still arrive
 * - that nothing is there counts too where it has been taken back: from then on it cannot arrive
 * @param isTakenBack WeChat Pay has taken it back, or knows nothing to take back
 * @returns undefined: nothing yet
 */
export function proofOf(charge: ChargeRecord, said: Said, isTakenBack: boolean): Proof | undefined {
  const { refusal, reverseSentAtMs } = charge
  switch (said.kind) {
    case 'paid':
      if (said.isGivenBack && wasToBeTakenBack(charge)) return TAKEN_BACK
      return reverseSentAtMs === undefined ? { state: 'PAID', facts: said.facts } : undefined
    case 'reversed':
      return TAKEN_BACK
    case 'absent':
      if (refusal) return { state: 'REFUSED', facts: {} }
      return isTakenBack ? TAKEN_BACK : undefined
    case 'failed':
      return refusal && { state: 'REFUSED', facts: {} }
    case 'inPart':
      return said.isGivenBack && wasToBeTakenBack(charge) ? TAKEN_BACK : undefined
    case 'pending':
      return undefined
  }
}

const TAKEN_BACK: Proof = { state: 'REVERSED', facts: {} }

const wasToBeTakenBack = ({ state, reverseSentAtMs, reverseTries }: ChargeRecord): boolean =>
  reverseSentAtMs !== undefined || (state === 'REQUESTED' && reverseTries !== undefined)
