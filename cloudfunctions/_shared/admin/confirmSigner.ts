// A person in charge says that who signed from the app is the user. From then on the contract is in force.
import * as v from 'valibot'
import { confirm } from '../contracts/evidence/confirm'
import { isSigned } from '../contracts/evidence/inForce'
import { isUnconfirmed } from '../contracts/evidence/signer'
import { partyOfRecord } from '../contracts/codes'
import { contractCode } from '../contracts/inputs'
import { putSlot, readIn, readSlot } from '../contracts/userSlot'
import { CallFailure, invalidInput } from '../kernel/errors'
import type { ContractRecord } from '../records/contracts'
import type { RecordDeps } from './ports'

/** Both, so that nobody confirms whom they did not look at. */
export const confirmSignerInput = v.strictObject({
  out_contract_code: contractCode,
  openid: v.pipe(v.string('expected text'), v.regex(/^\S{1,128}$/, 'expected the openid of the row code:SIGNED')),
})

type ConfirmSignerInput = v.InferOutput<typeof confirmSignerInput>

/**
 * Once more changes nothing, and answers the same.
 * @throws {CallFailure} NOT_FOUND, NOT_SIGNED, INVALID_INPUT for a contract of another scene or another signer
 * @throws {StoreError} the database failed; nothing was confirmed, or all of it
 */
export async function confirmSigner(input: ConfirmSignerInput, deps: RecordDeps): Promise<object> {
  const { store, clock, sha256 } = deps
  const { out_contract_code, openid } = input
  return store.transact(async (tx) => {
    const contract = await tx.get('contracts', out_contract_code)
    if (!contract) throw new CallFailure('NOT_FOUND', 'out_contract_code: no contract has it')
    refuseOther(contract, openid)
    if (isUnconfirmed(contract)) {
      if (!isSigned(contract)) throw notSigned()
      await confirm(tx, contract, { confirmedSigner: openid }, clock.nowMs())
      await putSlot(tx, { ...(await readSlot(readIn(tx), partyOfRecord(contract), sha256)), confirmedSigner: openid })
    }
    return { out_contract_code, signer: 'confirmed' }
  })
}

function refuseOther({ scene, openid: signer }: ContractRecord, openid: string): void {
  if (scene !== 'app')
    throw invalidInput('out_contract_code', `expected a contract of the scene app; it is of ${scene}`)
  if (signer === undefined) throw notSigned()
  if (signer !== openid) throw invalidInput('openid', 'did not sign this contract; the row code:SIGNED names who did')
}

const notSigned = () =>
  new CallFailure('NOT_SIGNED', 'out_contract_code: expected a contract that is signed and not ended')
