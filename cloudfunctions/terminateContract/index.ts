// Entry of the cloud function `terminateContract`: called by the page with `wx.cloud.callFunction`.
import { terminateContractInput } from '../_shared/entrust/inputs'
import { terminateContract } from '../_shared/entrust/terminateContract'
import { callable } from '../_shared/platform/callable'

export const main = callable({ name: 'terminateContract', input: terminateContractInput, run: terminateContract })
