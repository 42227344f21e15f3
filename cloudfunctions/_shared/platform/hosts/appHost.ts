// What the functions for the merchant's own app run on. Contracts signed there are under the mobile app's appid.
import type { EntrustDeps } from '../../contracts/ports'
import type { AppHost } from '../doors/appCallable'
import { createTokenVerifier } from '../doors/appToken'
import { ownSettings } from '../settings/ownSettings'
import { once } from '../once'
import { systemHost } from './systemHost'

const settings = once(() => ownSettings('app'))
const verifyToken = once(() => createTokenVerifier(settings().app.token))

export const appHost: AppHost = {
  log: (functionName, requestId) => systemHost.log(functionName, requestId),
  verifyToken,
  deps: (log): EntrustDeps => ({
    ...systemHost.deps(log),
    settings: { ...settings(), appid: settings().app.appid },
  }),
}
