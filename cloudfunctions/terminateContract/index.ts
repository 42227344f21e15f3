// Entry of the cloud function `terminateContract`: called by the page with `wx.cloud.callFunction`.
import { terminateContractInput } from '../_shared/contracts/inputs'
import { terminateContract } from '../_shared/contracts/close/terminateContract'
import { callable } from '../_shared/platform/doors/callable'
import { systemHost } from '../_shared/platform/hosts/systemHost'

export const main = callable(
  { name: 'terminateContract', input: terminateContractInput, run: terminateContract },
  systemHost,
)
