// How the cashier (收银台) takes an order: under a contract that carries it nobody is asked for the password.
import type { Switches } from './options'
import type { OrderRequest } from './order'
import { refuseUnpaid } from './payer'
import { Refusal } from './refusal'

export interface HowPaid {
  password: 'asked' | 'notAsked'
  /** Code of what keeps an order under a contract from being paid without it. */
  why?: string
}

/** @param checkContract throws a {@link Refusal} where the contract does not carry it any more */
export function howPaid(
  { contractId }: Pick<OrderRequest, 'contractId'>,
  checkContract: () => void,
  switches: Pick<Switches, 'payer'>,
): HowPaid {
  if (contractId === undefined) return { password: 'asked' }
  try {
    checkContract()
    refuseUnpaid(switches)
    return { password: 'notAsked' }
  } catch (error) {
    if (error instanceof Refusal) return { password: 'asked', why: error.code }
    throw error
  }
}
