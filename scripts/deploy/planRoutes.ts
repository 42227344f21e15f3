import type { CloudRoute, HttpAccess } from '../cloud/state'
import { byHand, change, changed, created, type Item } from './item'
import type { Wanted } from './wanted'

export function planRoutes({ routes, notifyUrl }: Wanted, access: HttpAccess): Item[] {
  if (routes.length === 0) return []
  return [
    changed({ part: 'routes', kind: 'httpAccess', name: '' }, change('switch', access.isOn ? 'on' : 'off', 'on')),
    ...routes.map((wanted) =>
      planRoute(
        wanted,
        access.routes.find(({ path }) => path === wanted.path),
      ),
    ),
    ...addressOf(notifyUrl, access),
  ]
}

function planRoute({ path, functionName }: Wanted['routes'][number], online: CloudRoute | undefined): Item {
  const item = { part: 'routes', kind: 'route', name: `${path} > ${functionName}` } as const
  if (!online) return created(item)
  if (online.functionName !== functionName)
    return byHand(item, 'path', change('function', online.functionName, functionName))
  return changed(item, change('authentication', online.isAuthOn ? 'on' : 'off', 'off'))
}

/** Domains the platform gives each environment. A domain of the merchant's own leads wherever they say. */
const OF_THE_PLATFORM = /\.(app\.tcloudbase\.com|service\.tcloudbase\.com)$/

function addressOf(notifyUrl: string, { defaultDomain }: HttpAccess): Item[] {
  const { hostname } = new URL(notifyUrl)
  if (defaultDomain === undefined || hostname === defaultDomain || !OF_THE_PLATFORM.test(hostname)) return []
  return [
    byHand({ part: 'routes', kind: 'route', name: notifyUrl }, 'address', change('domain', hostname, defaultDomain)),
  ]
}
