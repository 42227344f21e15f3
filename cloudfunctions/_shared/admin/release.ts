// An attempt whose fate WeChat Pay does not tell stays in the user's way, since it may be signed; and so does a signed contract
// of which WeChat Pay knows nothing any more. A person who knows more, by WeChat Pay's console or its support, lets the user go on.
import { askContract, type Asked } from '../contracts/ask/askContract'
import { isLongDenied } from '../contracts/ask/denials'
import { annul } from '../contracts/evidence/annul'
import { isSigned } from '../contracts/evidence/inForce'
import { CallFailure, invalidInput } from '../kernel/errors'
import { isReleased, type ContractRecord, type ContractState } from '../records/contracts'
import { withDue } from '../records/due'
import type { AdminDeps } from './ports'
import type { ReleaseInput } from './releaseInput'

/** `releasedAtMs`: absent where it had ended already, so that nothing was in the way. */
interface Released {
  out_contract_code: string
  state: ContractState
  releasedAtMs?: number
}

/**
 * The next wish to sign makes a new code; what WeChat Pay tells of the old one still counts. Idempotent. Of a signed one a
 * person's word is not enough: WeChat Pay is asked now, and has to say that it knows no such contract.
 * @throws {CallFailure} NOT_FOUND; INVALID_INPUT for one that is signed by WeChat Pay's word too; of a signed one also why nobody
 *   can say: IN_PROGRESS, RATE_LIMITED, WECHATPAY_REJECTED, WECHATPAY_UNREACHABLE, WECHATPAY_UNTRUSTED
 * @throws {StoreError} the database failed
 */
export async function release({ out_contract_code }: ReleaseInput, deps: AdminDeps): Promise<Released> {
  const known = await deps.store.read('contracts', out_contract_code)
  if (!known) throw notFound()
  const released = isSigned(known) ? await releaseSigned(known, deps) : await mark(out_contract_code, deps)
  deps.log.info('attempt released', { out_contract_code, state: released.state })
  return released
}

async function mark(out_contract_code: string, { store, clock }: AdminDeps): Promise<Released> {
  return store.transact(async (tx) => {
    const contract = await tx.get('contracts', out_contract_code)
    if (!contract) throw notFound()
    // Signed a moment ago.
    if (isSigned(contract)) throw stillSigned()
    if (contract.state === 'SIGNED' || contract.state === 'TERMINATED') return toReleased(contract)
    const releasedAtMs = (isReleased(contract) && contract.releasedAtMs) || clock.nowMs()
    await tx.put('contracts', withDue('contracts', { ...contract, releasedAtMs }))
    return { out_contract_code, state: contract.state, releasedAtMs }
  })
}

async function releaseSigned(known: ContractRecord, deps: AdminDeps): Promise<Released> {
  const asked = await askContract(known, deps, { wait: true, isOurs: true })
  const nowMs = deps.clock.nowMs()
  const contract = isDisowned(asked, nowMs) ? await annul(asked.contract, nowMs, deps) : asked.contract
  if (!isSigned(contract)) return toReleased(contract)
  throw whyNot(asked)
}

/** By WeChat Pay's word, given just now: that no contract is there, or the same refusal of the question for long enough. */
const isDisowned = (asked: Asked, nowMs: number): boolean =>
  asked.answer === 'failed' ? asked.isDenial && isLongDenied(asked.contract, nowMs) : 'isDenied' in asked

const toReleased = ({ _id: out_contract_code, state, voidAtMs }: ContractRecord): Released => ({
  out_contract_code,
  state,
  ...(state === 'SIGNED' && voidAtMs !== undefined && { releasedAtMs: voidAtMs }),
})

function whyNot(asked: Asked): CallFailure {
  switch (asked.answer) {
    case 'failed':
      return asked.failure
    case 'setAside':
      return new CallFailure('WECHATPAY_UNTRUSTED', 'WeChat Pay tells a state we cannot read; see the log')
    case 'notAsked':
      return new CallFailure('IN_PROGRESS', 'Another call is asking about this contract; call again in a moment')
    default:
      return stillSigned()
  }
}

const notFound = () => new CallFailure('NOT_FOUND', 'out_contract_code: no contract has it')
const stillSigned = () =>
  invalidInput('out_contract_code', 'expected one that is not signed by WeChat Pay’s word; a signed one is closed')
