// All attempts and contracts of one user, by a name the user has: their openid under whichever appid, or the id by your own login.
import * as v from 'valibot'
import type { ListName } from '../records/lists'
import type { ContractRecord } from '../records/contracts'
import { isOnePerson, ONE_PERSON, personNames, type PersonNames } from './person'
import type { RecordDeps } from './ports'

export const listContractsInput = v.pipe(v.strictObject(personNames), v.check(isOnePerson, ONE_PERSON))

/** Far more than a user has. */
const MAX_CONTRACTS = 1000

/** Oldest first. @throws {StoreError} the database failed */
export async function listContracts({ openid, userId }: PersonNames, { store }: RecordDeps): Promise<object> {
  const lists: readonly Of[] =
    userId === undefined ? ['contractsOfOpenid', 'contractsOfSubOpenid'] : ['contractsOfUserId']
  const request = { of: userId ?? openid ?? '', limit: MAX_CONTRACTS }
  const found = await Promise.all(lists.map(async (name) => store.list(name, request)))
  const contracts = found.flat().sort((one, other) => one.createdAtMs - other.createdAtMs)
  return {
    contracts: contracts.map(describe),
    ...(found.some(({ length }) => length === MAX_CONTRACTS) && { isCut: true }),
  }
}

type Of = Extract<ListName, 'contractsOfOpenid' | 'contractsOfSubOpenid' | 'contractsOfUserId'>

function describe(contract: ContractRecord): object {
  const { _id, state, scene, createdAtMs, signedAtMs, terminatedAtMs, terminateRequestedAtMs } = contract
  return {
    out_contract_code: _id,
    state,
    scene,
    createdAtMs,
    ...(signedAtMs !== undefined && { signedAtMs }),
    ...(terminatedAtMs !== undefined && { terminatedAtMs }),
    ...(state === 'SIGNED' && terminateRequestedAtMs !== undefined && { isClosing: true }),
  }
}
