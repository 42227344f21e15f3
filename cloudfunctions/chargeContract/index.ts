// Entry of the cloud function `chargeContract` (family combine-papay): for servers that have the key. No page may call it.
import { chargeContract } from '../_shared/charges/chargeContract'
import { chargeInput } from '../_shared/charges/chargeInput'
import { serverCallable } from '../_shared/platform/doors/serverCallable'
import { chargeHost } from '../_shared/platform/hosts/chargeHost'

export const main = serverCallable(
  { name: 'chargeContract', actions: { charge: { input: chargeInput, run: chargeContract } } },
  chargeHost,
)
