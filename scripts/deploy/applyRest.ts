// Timers, routes and rules.
import { readAccess } from '../cloud/readAccess'
import { readRules } from '../cloud/readRules'
import type { Site } from './apply'
import { ignoring } from './ignoring'
import type { Item } from './item'
import { mergeRules } from './planRules'

const regionOf = ({ state }: Site): string => state.environment.region

export async function applyTimers(site: Site, items: readonly Item[]): Promise<string> {
  for (const { functionName, name, cron } of site.wanted.timers) {
    if (!items.some((item) => item.name === functionName)) continue
    const triggers = [{ TriggerName: name, Type: 'timer', TriggerDesc: cron }]
    const input = {
      FunctionName: functionName,
      Namespace: site.envId,
      Triggers: JSON.stringify(triggers),
      Count: triggers.length,
    }
    await ignoring(/^ResourceInUse/, site.call('scf', 'BatchCreateTrigger', input, regionOf(site)))
  }
  return ''
}

export async function applyRoutes(site: Site, items: readonly Item[]): Promise<string> {
  const { routes } = await readAccess(site.call, site.state.environment)
  const service = { ServiceId: site.envId }
  if (items.some(({ kind }) => kind === 'httpAccess')) {
    const input = { ...service, EnableService: true, Options: [{ Key: 'serviceswitch', Value: 'true' }] }
    await site.call('tcb', 'ModifyCloudBaseGWPrivilege', input, regionOf(site))
  }
  for (const { path, functionName } of site.wanted.routes) {
    if (!items.some(({ name }) => name === `${path} > ${functionName}`)) continue
    const online = routes.find((one) => one.path === path)
    if (online) {
      const input = { ...service, APIIdSet: [online.id], Options: [{ Key: 'authswitch', Value: 'false' }] }
      await site.call('tcb', 'ModifyCloudBaseGWAPIPrivilegeBatch', input, regionOf(site))
    } else {
      const input = { ...service, Path: path, Type: 1, Name: functionName, AuthSwitch: 2 }
      await ignoring(/APICreated|Exist/, site.call('tcb', 'CreateCloudBaseGWAPI', input, regionOf(site)))
    }
  }
  return ''
}

/** Read once more right before they are written: they are one text, of the whole environment. */
export async function applyRules(site: Site): Promise<string> {
  const online = await readRules(site.call, site.state.environment)
  if (!online) return ''
  const merged = JSON.stringify(mergeRules(site.wanted.callers, online))
  const input = { EnvId: site.envId, ResourceType: 'function', Permission: 'CUSTOM', SecurityRule: merged }
  await site.call('tcb', 'ModifyResourcePermission', input, regionOf(site))
  return ''
}
