// Under which contract an order may be paid, and whether it is to be. By our record: whoever pays asks WeChat Pay.
import type { OrderOutput } from '../../../typings/contract/callables'
import { isChargeable, isSigned } from '../contracts/evidence/inForce'
import { readOwnContracts } from '../contracts/parties'
import type { Caller } from '../kernel/ports'
import type { ContractRecord } from '../records/contracts'
import type { PaymentRecord } from '../records/payments'
import { contractIdOf } from './orderBody'
import type { OrderDeps } from './ports'

/** @returns the caller's contract, signed under today's settings, where those let orders be placed under one */
export async function contractForOrders(caller: Caller, deps: OrderDeps): Promise<ContractRecord | undefined> {
  const { family, mode } = deps.settings
  // Combine-papay is charged by a server, and no page tells of an order under a contract for 清算机构.
  if (family !== 'password-exempt' || mode === 'qs') return undefined
  const { current } = await readOwnContracts(caller, deps)
  const isToday = current !== undefined && current.family === family && current.mode === mode
  return isToday && isSigned(current) ? current : undefined
}

/**
 * What the page may offer.
 * @param placed the order as WeChat Pay may have it; none where it is known to have none
 * @throws {StoreError} the database failed
 */
export async function payableUnder(
  placed: PaymentRecord | undefined,
  caller: Caller,
  deps: OrderDeps,
): Promise<Pick<OrderOutput, 'contract'>> {
  const contract = await contractForOrders(caller, deps)
  if (!contract || !isChargeable(contract, deps.clock.nowMs())) return {}
  if (!placed) return { contract: 'inForce' }
  const contract_id = contractIdOf(placed.request)
  return contract_id !== undefined && contract_id === contract.contract_id ? { contract: 'placed' } : {}
}
