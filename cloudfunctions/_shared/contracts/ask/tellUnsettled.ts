// A wish to close stands, and WeChat Pay does not say what became of it. Then nothing is sent again, and where that goes on nothing ends it
// but a person (admin/release.ts): so a person is told.
import { isSigned } from '../evidence/inForce'
import type { ContractDeps } from '../ports'
import { changeOne } from '../../kernel/changeOne'
import type { CallFailure } from '../../kernel/errors'
import { sinceMs } from '../../kernel/stamps'
import type { ContractRecord } from '../../records/contracts'
import { isLongDenied } from './denials'

const DAY_MS = 24 * 60 * 60 * 1000

interface Unheard {
  contract: ContractRecord
  failure: CallFailure
  isDenial: boolean
}

/** Once a day: from the day after the wish, or as soon as the question has been refused in the same words for long enough. */
export async function tellUnsettled(
  { contract, failure, isDenial }: Unheard,
  { store, clock, log }: ContractDeps,
): Promise<ContractRecord> {
  const nowMs = clock.nowMs()
  const isNews = (one: ContractRecord): boolean => isUnsettled(one, isDenial, nowMs) && !isTold(one, nowMs)
  const told = await changeOne('contracts', contract, store, (current) =>
    isNews(current)
      ? { document: { ...current, unsettledToldAtMs: nowMs }, isNews: true }
      : { document: current, isNews: false },
  )
  if (told.isNews)
    log.alert('contract to be closed: WeChat Pay does not say what became of it', {
      out_contract_code: contract._id,
      errorCode: failure.code,
      explanation: failure.message,
    })
  return told.document
}

function isUnsettled(contract: ContractRecord, isDenial: boolean, nowMs: number): boolean {
  const { terminateRequestedAtMs } = contract
  if (!isSigned(contract) || terminateRequestedAtMs === undefined) return false
  return (isDenial && isLongDenied(contract, nowMs)) || sinceMs(terminateRequestedAtMs, nowMs) >= DAY_MS
}

const isTold = ({ unsettledToldAtMs }: ContractRecord, nowMs: number): boolean =>
  unsettledToldAtMs !== undefined && sinceMs(unsettledToldAtMs, nowMs) < DAY_MS
