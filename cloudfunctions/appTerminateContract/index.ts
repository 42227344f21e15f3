// Entry of the cloud function `appTerminateContract`: closes a contract signed from the merchant's own app.
import { terminateContractInput } from '../_shared/entrust/inputs'
import { terminateContract } from '../_shared/entrust/terminateContract'
import { appCallable } from '../_shared/platform/appCallable'
import { appHost } from '../_shared/platform/appHost'

export const main = appCallable(
  { name: 'appTerminateContract', input: terminateContractInput, run: terminateContract },
  appHost,
)
