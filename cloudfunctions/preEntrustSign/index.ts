// Entry of the cloud function `preEntrustSign`: called by the page with `wx.cloud.callFunction`.
import { callable } from '../_shared/platform/doors/callable'
import { signHost } from '../_shared/platform/hosts/signHost'
import { preEntrustSign } from '../_shared/contracts/sign/preEntrustSign'
import { preEntrustSignInput } from '../_shared/contracts/sign/preEntrustSignInput'

export const main = callable({ name: 'preEntrustSign', input: preEntrustSignInput, run: preEntrustSign }, signHost)
