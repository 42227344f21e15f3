// Entry of the cloud function `queryContract`: called by the page with `wx.cloud.callFunction`.
import { queryContractInput } from '../_shared/entrust/inputs'
import { queryContract } from '../_shared/entrust/queryContract'
import { callable } from '../_shared/platform/callable'

export const main = callable({ name: 'queryContract', input: queryContractInput, run: queryContract })
