// CONTRACT: reads it from the database the functions are on, whichever that is.
import type { LocalWechat } from '../../localWechat'
import type { ContractsOnRecord } from '../wire'
import { contractsOnRecord, type Wanted } from './onRecord'

export async function readContracts(
  { records, receiver }: Pick<LocalWechat, 'records' | 'receiver'>,
  wanted: Wanted,
): Promise<ContractsOnRecord> {
  const collections = {
    contracts: await records.all('contracts'),
    contract_slots: await records.all('contract_slots'),
    contract_notifications: await records.all('contract_notifications'),
    contract_outbox: await records.all('contract_outbox'),
    payments: await records.all('payments'),
    charges: await records.all('charges'),
    charge_orders: await records.all('charge_orders'),
    refunds: await records.all('refunds'),
  }
  return contractsOnRecord(wanted, collections, receiver?.received ?? [])
}
