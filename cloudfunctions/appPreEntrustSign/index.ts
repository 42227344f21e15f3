// Entry of the cloud function `appPreEntrustSign`: for the merchant's own app through HTTP access, or another function of
// the merchant's with `cloud.callFunction`.
import { appCallable } from '../_shared/platform/appCallable'
import { appHost } from '../_shared/platform/appHost'
import { appPreEntrustSign } from './handler'
import { appPreEntrustSignInput } from './input'

export const main = appCallable(
  { name: 'appPreEntrustSign', input: appPreEntrustSignInput, run: appPreEntrustSign },
  appHost,
)
