// CHARGE, under a contract of combine-papay, without the user: written down, sent once, and answered with what WeChat Pay has said. What it
// has not said within the time of a call is found out by upkeep, or by the next call with the same number.
import type { ChargeContractInput, ChargeContractOutput } from '../../../typings/contract/callables'
import { mayChargeUnder } from '../contracts/ask/askWhetherChargeable'
import { changeOne } from '../kernel/changeOne'
import { CallFailure, invalidInput } from '../kernel/errors'
import type { Refusal } from '../kernel/ports'
import type { ContractRecord } from '../records/contracts'
import type { ChargeRecord } from '../records/charges'
import { askCharge, hear } from './askCharge'
import { beginCharge, notInForce } from './beginCharge'
import { chargeBody, differingField, totalOf } from './chargeBody'
import { toChargeOutput } from './chargeOutput'
import { hearOfContract } from './contractRefused'
import type { ChargeDeps } from './ports'
import { saysContractOver } from './refusals'
import { readSubOrders } from './subOrders'

/**
 * Idempotent per `combine_out_trade_no`: it charges once, however often it is called, and the same number with other content is refused.
 * @throws {CallFailure} NOT_FOUND; INVALID_INPUT naming the field; NOT_SIGNED: not in force, so sell at the ordinary checkout;
 *   IN_PROGRESS, RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE, WECHATPAY_UNTRUSTED: nobody can say whether it is, and
 *   nothing was sent
 * @throws {StoreError} the database failed: the same call again goes on
 */
export async function chargeContract(input: ChargeContractInput, deps: ChargeDeps): Promise<ChargeContractOutput> {
  const [contract, known] = await Promise.all([
    deps.store.read('contracts', input.out_contract_code),
    deps.store.read('charges', input.combine_out_trade_no),
  ])
  const charge = known ? await goOn(known, input, deps) : await chargeAnew(input, contract, deps)
  return toChargeOutput(charge, deps.chargeRules)
}

async function chargeAnew(
  input: ChargeContractInput,
  known: ContractRecord | undefined,
  deps: ChargeDeps,
): Promise<ChargeRecord> {
  const { combine_out_trade_no, risk_info } = input
  const { limit } = deps.chargeRules
  if (!known) throw new CallFailure('NOT_FOUND', 'out_contract_code: no contract has it')
  const orders = await readSubOrders(input, known, deps)
  refuseOthers(known, deps)
  if (totalOf(orders) > limit) {
    throw invalidInput(
      'sub_orders',
      `expected at most ${limit} fen together, the limit of one charge in the settings; were they yuan?`,
    )
  }
  const { contract, contract_id } = await requireInForce(known, deps)
  const request = chargeBody({ contract, contract_id, combine_out_trade_no, orders, risk_info })
  const { charge, isOurs } = await beginCharge(newCharge(contract, request, totalOf(orders), deps), deps)
  return isOurs ? send(charge, contract, deps) : goOn(charge, input, deps)
}

/** What this function charges under: contracts of this merchant, family and template, that are somebody's. */
function refuseOthers(contract: ContractRecord, { settings }: ChargeDeps): void {
  const refuse = (why: string) => invalidInput('out_contract_code', why)
  if (contract.family !== 'combine-papay')
    throw refuse('expected one of combine-papay; the other family is paid with payWithContract')
  if (contract.mchid !== settings.mchid) throw refuse('expected one of the merchant number of the settings')
  if (contract.plan_id !== settings.templateId)
    throw refuse('expected one under the template (plan_id) of the settings')
  if (contract.erasedAtMs !== undefined) throw refuse('expected one that is somebody’s: the person was erased')
}

async function requireInForce(known: ContractRecord, deps: ChargeDeps) {
  const may = await mayChargeUnder(known, deps)
  if ('contract_id' in may) return may
  throw notInForce(may.reason)
}

function newCharge(
  { _id: code }: ContractRecord,
  request: ChargeRecord['request'],
  total: number,
  { settings, clock }: ChargeDeps,
): ChargeRecord {
  const nowMs = clock.nowMs()
  return {
    _id: request.combine_out_trade_no,
    env: settings.env,
    code,
    request,
    total,
    state: 'REQUESTED',
    sentAtMs: nowMs,
    createdAtMs: nowMs,
    nextQueryAtMs: nowMs,
    queryCount: 0,
    evidence: [],
  }
}

/** Once: whatever becomes of it, nobody sends it again. What is not answered is asked about, where there is time. */
async function send(charge: ChargeRecord, contract: ContractRecord, deps: ChargeDeps): Promise<ChargeRecord> {
  const outcome = await deps.chargeGateway.charge(charge)
  if (outcome.kind === 'refused' && outcome.isSigned) return hearRefusal(charge, outcome, contract, deps)
  const heard = await hear(outcome, charge, false, deps)
  if (heard.answer !== 'failed') return heard.charge
  return (await askCharge(heard.charge, deps, { atOnce: true })).charge
}

/** It was the one request that could charge: with WeChat Pay's word that nothing was, it is over. */
async function hearRefusal(
  charge: ChargeRecord,
  { httpStatus, apiCode }: Refusal,
  contract: ContractRecord,
  deps: ChargeDeps,
): Promise<ChargeRecord> {
  const refusal = { httpStatus, apiCode, atMs: deps.clock.nowMs() }
  const { document } = await changeOne('charges', charge, deps.store, (current) => ({
    document: { ...current, refusal },
  }))
  const asked = await askCharge(document, deps, { atOnce: true })
  if (saysContractOver(apiCode)) await hearOfContract(contract, deps)
  return asked.charge
}

/**
 * A number that is there already: what was charged under it, as far as it is known by now. Whatever has become of contract and orders
 * since, they are not looked at.
 */
async function goOn(
  known: ChargeRecord,
  { out_contract_code, sub_orders }: ChargeContractInput,
  deps: ChargeDeps,
): Promise<ChargeRecord> {
  const field = differingField(known, out_contract_code, sub_orders)
  if (field !== undefined)
    throw invalidInput(field, 'this combine_out_trade_no was charged with another; take a new number')
  if (known.state !== 'REQUESTED' && known.setAsideAtMs === undefined) return known
  return (await askCharge(known, deps)).charge
}
