// Who is told what changed: the merchant's own code here, and whom the settings name.
import type { Log } from '../../kernel/ports'
import { onChange } from '../../merchant/onChange'
import type { Receiver } from '../../upkeep/ports'
import { callCloudFunction } from '../database/document/sdk'
import { createChangeFunction } from '../gateways/changeFunction'
import { createChangeUrl } from '../gateways/changeUrl'
import { describeBug } from '../log'
import { nowMs } from '../runtime'
import type { SettingsOf } from '../settings/load'

export function receiversOf({ changes, isLocal }: SettingsOf['callables'], log: Log): Receiver[] {
  const { functionName, url } = changes
  return [
    { name: 'onChange', tell: async (change) => onChange(change).catch((error: unknown) => tellBug(error, log)) },
    ...(functionName === undefined ? [] : [createChangeFunction(functionName, callCloudFunction)]),
    ...(url ? [createChangeUrl({ url: url.address, secret: url.secret, mayBeLocal: isLocal }, nowMs)] : []),
  ]
}

/** Where it happened is for whoever wrote it; that it is told again is for everybody. */
function tellBug(error: unknown, log: Log): never {
  log.info('merchant/onChange.ts has not taken a change', describeBug(error))
  throw error
}
