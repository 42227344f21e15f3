// A person in charge asks, as `npm run admin` does.
import { CloudCallError } from '../../../sandbox/cloud/functions/failures'
import { signCall } from '../../../scripts/callKit/signCall'
import type { ProveWorld } from './proveWorld'

/** @returns the answer as it came; nothing where the function was stopped in the middle */
export async function callAdmin(world: ProveWorld, action: string, input: object): Promise<unknown> {
  const key = world.settings['WXPAY_ADMIN_KEY'] ?? ''
  const call = signCall({ key, functionName: 'contractAdmin', action, input, nowMs: world.time.nowMs() })
  try {
    return (await world.cloud.invoke('contractAdmin', call)).result
  } catch (error) {
    if (error instanceof CloudCallError) return undefined
    throw error
  }
}
