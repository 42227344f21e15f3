// Whether an answer to the page is true, by what WeChat Pay holds at that moment.
import type { AgreementView } from '../../sandbox/wechatpay/agreement'

interface Told {
  ok: boolean
  state?: string
  out_contract_code?: string
  pre_entrustweb_id?: string
  error?: { code: string }
}

/** States WeChat Pay's contract may be in when the page is told this. A record may lag behind, never run ahead. */
const POSSIBLE: Readonly<Record<string, readonly string[]>> = {
  signed: ['SIGNED', 'TERMINATED'],
  closing: ['SIGNED', 'TERMINATED'],
  terminated: ['TERMINATED'],
}

/**
 * @param upstream of this user
 * @param records of this user
 * @returns what is untrue in it, in words; nothing for a refusal
 */
export function falseStatements(
  reply: Told,
  upstream: readonly AgreementView[],
  records: readonly { _id: string }[],
): string[] {
  if (!reply.ok || reply.state === undefined) return []
  const held = upstream.find(({ out_contract_code }) => out_contract_code === reply.out_contract_code)
  const possible = POSSIBLE[reply.state]
  const lies: string[] = []
  const isOwn = records.some(({ _id }) => _id === reply.out_contract_code)
  if (reply.out_contract_code !== undefined && !isOwn) lies.push('the code is not on record for this user')
  if (possible && !possible.includes(held?.contract_state ?? '')) {
    lies.push(`WeChat Pay holds ${held?.contract_state ?? 'nothing'}`)
  }
  if (reply.pre_entrustweb_id !== undefined && reply.pre_entrustweb_id !== held?.pre_entrustweb_id) {
    lies.push('WeChat Pay knows no such session of this contract')
  }
  return lies
}

/** State or error code, in short. */
export const describeReply = (reply: Told): string => (reply.ok ? String(reply.state) : String(reply.error?.code))
