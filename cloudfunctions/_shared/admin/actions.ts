// What `contractAdmin` does, by name.
import type * as v from 'valibot'
import { confirmSigner, confirmSignerInput } from './confirmSigner'
import { listContracts, listContractsInput } from './listContracts'
import { mayCharge, mayChargeInput } from './mayCharge'
import type { AdminDeps } from './ports'
import { release } from './release'
import { releaseInput } from './releaseInput'
import { replay, replayInput } from './replay'
import { show } from './show'
import { showInput } from './showInput'

interface AdminAction<Input> {
  /** For people: what it does, and what it is told. */
  what: string
  /** Strict: a key it does not know is refused by name. */
  input: v.GenericSchema<unknown, Input>
  /** @throws {CallFailure} */
  run(input: Input, deps: AdminDeps): Promise<object>
}

const action = <Input>(definition: AdminAction<Input>): AdminAction<Input> => definition

export const ADMIN_ACTIONS = {
  show: action({
    what: 'what is on record: out_contract_code=... or out_trade_no=...; changes nothing',
    input: showInput,
    run: show,
  }),
  confirmSigner: action({
    what: 'who signed from your app is the user: out_contract_code=... openid=... of the row code:SIGNED; repeatable',
    input: confirmSignerInput,
    run: confirmSigner,
  }),
  list: action({
    what: 'all contracts and attempts of one user: openid=... or userId=...; changes nothing',
    input: listContractsInput,
    run: listContracts,
  }),
  mayCharge: action({
    what: 'whether a contract may be charged under now; asks WeChat Pay where its last word is a day old: out_contract_code=...',
    input: mayChargeInput,
    run: mayCharge,
  }),
  replay: action({
    what: 'tells a change again that was told or given up: id=code:SIGNED',
    input: replayInput,
    run: replay,
  }),
  release: action({
    what: 'gives up an attempt nobody can tell the fate of, or a signed contract WeChat Pay does not know: out_contract_code=...',
    input: releaseInput,
    run: release,
  }),
} as const
