// What `contractAdmin` does, by name.
import type * as v from 'valibot'
import { confirmSigner, confirmSignerInput } from './confirmSigner'
import { erase, eraseInput } from './erase'
import { exportInput, exportPerson } from './exportPerson'
import { find, findInput } from './find'
import { listContracts, listContractsInput } from './listContracts'
import { matchBill, matchBillInput } from './bill/matchBill'
import { mayCharge, mayChargeInput } from './mayCharge'
import { exportAll, exportAllInput, importDocuments, importInput } from './moving'
import type { ActionDeps } from './ports'
import { probe, probeInput } from './probe'
import { rereadAsked, rereadInput } from './rereadAsked'
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
  run(input: Input, deps: ActionDeps): Promise<object>
}

const action = <Input>(definition: AdminAction<Input>): AdminAction<Input> => definition

export const ADMIN_ACTIONS = {
  show: action({
    what: 'what is on record: out_contract_code=..., out_trade_no=..., combine_out_trade_no=... or out_refund_no=...; changes nothing',
    input: showInput,
    run: show,
  }),
  find: action({
    what: 'by what a user reads out: id=... of a contract, an order, a charge, a refund, or the 客服编号 of the page; changes nothing',
    input: findInput,
    run: find,
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
  reread: action({
    what: 'reads notifications again that were set aside: id=... or all=true',
    input: rereadInput,
    run: rereadAsked,
  }),
  matchBill: action({
    what: "a day's trade bill against what is on record: date=yyyy-MM-dd; lists what differs, and changes nothing",
    input: matchBillInput,
    run: matchBill,
  }),
  export: action({
    what: 'all that is kept about one person, for them: openid=... or userId=...; changes nothing',
    input: exportInput,
    run: exportPerson,
  }),
  erase: action({
    what: 'takes a person out of what is kept: openid=... or userId=...; with close=true what is signed is closed first',
    input: eraseInput,
    run: erase,
  }),
  exportAll: action({
    what: 'all documents, to be imported into another store: --to FILE; changes nothing',
    input: exportAllInput,
    run: exportAll,
  }),
  import: action({
    what: 'documents of another store, as they were exported: --from FILE; repeatable',
    input: importInput,
    run: importDocuments,
  }),
  probe: action({
    what: 'tries what is deployed: database, WeChat Pay, and the way from it back to the database; echo=... looks again for one of before',
    input: probeInput,
    run: probe,
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
