// NOTIFY 4/5: what a notification says is done, in the transaction that keeps it.
import type { StoreTransaction } from '../kernel/ports'
import { actOnCharge } from './aboutCharge'
import { actOnContract } from './aboutContract'
import { actOnPayment } from './aboutPayment'
import { actOnRefund } from './aboutRefund'
import type { Meaning } from './interpret'
import type { Acted, Circumstances } from './outcome'

export async function actOn(tx: StoreTransaction, meaning: Meaning, given: Circumstances): Promise<Acted> {
  switch (meaning.subject) {
    case 'payment':
      return actOnPayment(tx, meaning, given)
    case 'charge':
      return actOnCharge(tx, meaning, given)
    case 'refund':
      return actOnRefund(tx, meaning, given)
    case 'contract':
      return actOnContract(tx, meaning, given)
    case 'echo':
      // That it is kept is all there is to it.
      return { outcome: 'applied' }
  }
}
