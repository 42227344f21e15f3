// Entry of the cloud function `preEntrustSign`: called by the page with `wx.cloud.callFunction`.
import { callable } from '../_shared/platform/callable'
import { preEntrustSign } from './handler'
import { preEntrustSignInput } from './input'

export const main = callable({ name: 'preEntrustSign', input: preEntrustSignInput, run: preEntrustSign })
