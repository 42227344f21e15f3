// What the functions for the merchant's own app run on. Contracts signed there are under the mobile app's appid.
import type { ContractDeps } from '../../contracts/ports'
import { ownSettings } from '../settings/ownSettings'
import { once } from '../once'
import { hostLog } from './hostLog'
import type { AppHost } from './ports'
import { systemHost } from './systemHost'

const settings = once(() => ownSettings('app'))

export const appHost: AppHost = {
  log: hostLog,
  telling: systemHost.telling,
  tokenRules: () => settings().app.token,
  deps: (log, deadline): ContractDeps => ({
    ...systemHost.deps(log, deadline),
    settings: { ...settings(), appid: settings().app.appid },
  }),
}
