// Entry of the cloud function `queryContract`: called by the page with `wx.cloud.callFunction`.
import { callable } from '../_shared/platform/callable'
import { queryContract } from './handler'
import { queryContractInput } from './input'

export const main = callable({ name: 'queryContract', input: queryContractInput, run: queryContract })
