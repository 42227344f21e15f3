// Entry of the cloud function `terminateContract`: called by the page with `wx.cloud.callFunction`.
import { callable } from '../_shared/platform/callable'
import { terminateContract } from './handler'
import { terminateContractInput } from './input'

export const main = callable({ name: 'terminateContract', input: terminateContractInput, run: terminateContract })
