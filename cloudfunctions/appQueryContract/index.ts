// Entry of the cloud function `appQueryContract`: what `queryContract` tells the page, for the merchant's own app.
import { queryContractInput } from '../_shared/contracts/inputs'
import { queryContract } from '../_shared/contracts/ask/queryContract'
import { appCallable } from '../_shared/platform/doors/appCallable'
import { appHost } from '../_shared/platform/hosts/appHost'

export const main = appCallable({ name: 'appQueryContract', input: queryContractInput, run: queryContract }, appHost)
