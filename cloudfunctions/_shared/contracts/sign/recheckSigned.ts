// SIGN: a contract may have ended inside WeChat without anyone being told, and whoever asks to sign may be the one who ended it.
import { askContract } from '../ask/askContract'
import { sinceMs } from '../../kernel/stamps'
import type { ContractDeps } from '../ports'
import type { ContractRecord } from '../../records/contracts'

/** What WeChat Pay said longer ago is asked about before it is answered; so is what a notification has left open since. */
const FRESH_MS = 10 * 60 * 1000

/**
 * Where nobody can be asked, neither "signed" nor a second contract would be right: the call fails, and may be made again.
 * @returns the contract as it now stands, perhaps over
 * @throws {CallFailure} RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE or WECHATPAY_UNTRUSTED
 */
export async function recheckSigned(contract: ContractRecord, deps: ContractDeps): Promise<ContractRecord> {
  if (isFresh(contract, deps.clock.nowMs()) && contract.setAsideAtMs === undefined) return contract
  const asked = await askContract(contract, deps, { wait: true })
  if (asked.answer === 'failed') throw asked.failure
  return asked.contract
}

const isFresh = ({ evidence }: ContractRecord, nowMs: number): boolean =>
  evidence.some(({ source, atMs }) => source !== 'preSign' && sinceMs(atMs, nowMs) < FRESH_MS)
