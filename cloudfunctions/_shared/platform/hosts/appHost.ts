// What the functions for the merchant's own app run on. Contracts signed there are under the mobile app's appid.
import type { ContractDeps } from '../../contracts/ports'
import { loadSettings, type Settings } from '../settings/load'
import { once } from '../once'
import { hostLog } from './hostLog'
import type { AppHost } from './ports'
import { systemHost } from './systemHost'

type AppSettings = Required<Pick<Settings, 'app'>>['app']

const app = once((): AppSettings => {
  const settings = loadSettings(process.env, 'app')
  if (!settings.app) throw new Error('settings of the scene app were checked, and are not there')
  return settings.app
})

export const appHost: AppHost = {
  log: hostLog,
  tokenRules: () => app().token,
  deps: (log): ContractDeps => {
    const deps = systemHost.deps(log)
    return { ...deps, settings: { ...deps.settings, appid: app().appid } }
  },
}
