// NOTIFY 4/5: what a notification says is done, in the transaction that keeps it.
import type { StoreTransaction } from '../kernel/ports'
import { actOnContract } from './aboutContract'
import { actOnPayment } from './aboutPayment'
import type { Meaning } from './interpret'
import type { Acted, Circumstances } from './outcome'

export const actOn = async (tx: StoreTransaction, meaning: Meaning, given: Circumstances): Promise<Acted> =>
  meaning.subject === 'payment' ? actOnPayment(tx, meaning, given) : actOnContract(tx, meaning, given)
