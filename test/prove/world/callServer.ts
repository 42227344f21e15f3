// A server of the merchant's, or a person in charge, calls a function that no page may call.
import { CloudCallError } from '../../../sandbox/cloud/functions/failures'
import { signCall } from '../../../scripts/callKit/signCall'
import type { ProveWorld } from './proveWorld'

/** @returns the answer as it came; nothing where the function was stopped in the middle */
export async function callServer(
  world: ProveWorld,
  functionName: string,
  action: string,
  input: object,
): Promise<unknown> {
  const key = world.settings['WXPAY_ADMIN_KEY'] ?? ''
  const call = signCall({ key, functionName, action, input, nowMs: world.time.nowMs() })
  try {
    return (await world.cloud.invoke(functionName, call)).result
  } catch (error) {
    if (error instanceof CloudCallError) return undefined
    throw error
  }
}
