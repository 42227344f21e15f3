// An attempt whose fate WeChat Pay does not tell stays in the user's way, since it may be signed. A person who knows more, by
// WeChat Pay's console or its support, lets the user go on.
import { CallFailure, invalidInput } from '../kernel/errors'
import { isReleased, type ContractState } from '../records/contracts'
import { withDue } from '../records/due'
import type { RecordDeps } from './ports'
import type { ReleaseInput } from './releaseInput'

/** `releasedAtMs`: absent where it had ended already, so that nothing was in the way. */
interface Released {
  out_contract_code: string
  state: ContractState
  releasedAtMs?: number
}

/**
 * The next wish to sign makes a new code; what WeChat Pay tells of the old one still counts. Idempotent.
 * @throws {CallFailure} NOT_FOUND; INVALID_INPUT for one that is signed
 * @throws {StoreError} the database failed
 */
export async function release({ out_contract_code }: ReleaseInput, deps: RecordDeps): Promise<Released> {
  const released = await mark(out_contract_code, deps)
  deps.log.info('attempt released', { out_contract_code, state: released.state })
  return released
}

async function mark(out_contract_code: string, { store, clock }: RecordDeps): Promise<Released> {
  return store.transact(async (tx) => {
    const contract = await tx.get('contracts', out_contract_code)
    if (!contract) throw new CallFailure('NOT_FOUND', 'out_contract_code: no contract has it')
    const { state } = contract
    if (state === 'SIGNED')
      throw invalidInput('out_contract_code', 'expected one that is not signed; a signed one is closed')
    if (state === 'TERMINATED') return { out_contract_code, state }
    const releasedAtMs = (isReleased(contract) && contract.releasedAtMs) || clock.nowMs()
    await tx.put('contracts', withDue('contracts', { ...contract, releasedAtMs }))
    return { out_contract_code, state, releasedAtMs }
  })
}
