// Entry of the cloud function `appTerminateContract`: closes a contract signed from the merchant's own app.
import { terminateContractInput } from '../_shared/contracts/inputs'
import { terminateContract } from '../_shared/contracts/close/terminateContract'
import { appCallable } from '../_shared/platform/doors/appCallable'
import { appHost } from '../_shared/platform/hosts/appHost'

export const main = appCallable(
  { name: 'appTerminateContract', input: terminateContractInput, run: terminateContract },
  appHost,
)
