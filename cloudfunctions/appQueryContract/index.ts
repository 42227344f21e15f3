// Entry of the cloud function `appQueryContract`: what `queryContract` tells the page, for the merchant's own app.
import { queryContractInput } from '../_shared/entrust/inputs'
import { queryContract } from '../_shared/entrust/queryContract'
import { appCallable } from '../_shared/platform/appCallable'
import { appHost } from '../_shared/platform/appHost'

export const main = appCallable({ name: 'appQueryContract', input: queryContractInput, run: queryContract }, appHost)
