// Entry of the cloud function `appPreEntrustSign`: for the merchant's own app through HTTP access, or another function of
// the merchant's with `cloud.callFunction`.
import { appCallable } from '../_shared/platform/doors/appCallable'
import { appHost } from '../_shared/platform/hosts/appHost'
import { appPreEntrustSign } from '../_shared/contracts/sign/appPreEntrustSign'
import { appPreEntrustSignInput } from '../_shared/contracts/sign/appPreEntrustSignInput'

export const main = appCallable(
  { name: 'appPreEntrustSign', input: appPreEntrustSignInput, run: appPreEntrustSign },
  appHost,
)
