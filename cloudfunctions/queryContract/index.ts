// Entry of the cloud function `queryContract`: called by the page with `wx.cloud.callFunction`.
import { queryContractInput } from '../_shared/contracts/inputs'
import { queryContract } from '../_shared/contracts/ask/queryContract'
import { callable } from '../_shared/platform/doors/callable'
import { systemHost } from '../_shared/platform/hosts/systemHost'

export const main = callable({ name: 'queryContract', input: queryContractInput, run: queryContract }, systemHost)
