// Who is told what changed: the merchant's own code here, and whom the settings name.
import type { Log } from '../../kernel/ports'
import { onChange } from '../../merchant/onChange'
import { NotTaken, type Change, type OnChange, type Receiver } from '../../upkeep/ports'
import { callCloudFunction } from '../database/document/sdk'
import { createChangeFunction } from '../gateways/changeFunction'
import { createChangeUrl } from '../gateways/changeUrl'
import { describeBug } from '../log'
import { nowMs } from '../runtime'
import type { SettingsOf } from '../settings/load'

export function receiversOf({ changes, isLocal }: SettingsOf['callables'], log: Log): Receiver[] {
  const { functionName, url } = changes
  return [
    { name: 'onChange', tell: async (change) => tellOwn(onChange, change, log) },
    ...(functionName === undefined ? [] : [createChangeFunction(functionName, callCloudFunction)]),
    ...(url ? [createChangeUrl({ url: url.address, secret: url.secret, mayBeLocal: isLocal }, nowMs)] : []),
  ]
}

/** Where it happened is for whoever wrote it; that it is told again is for everybody. Not every onChange is `async`. */
async function tellOwn(own: OnChange, change: Change, log: Log): Promise<void> {
  try {
    await own(change)
  } catch (error) {
    const told = describeBug(error)
    log.info('merchant/onChange.ts has not taken a change', told)
    // What it threw goes no further: others look at it again, and it may be nothing that can be looked at.
    throw new NotTaken(told.errorName ?? 'Error')
  }
}
