// One call of an action, signed anew each time, by whichever way is there.
import { signCall } from '../callKit/signCall'
import type { AdminArguments } from './arguments'
import { readDeployment, readLocal } from './places'
import { invokeByTcb, invokeLocally, type FunctionAnswer } from './send'

export type Call = (action: string, input: object) => Promise<FunctionAnswer>

/** @throws {AdminError} nobody to call, or no key to sign with */
export function createCall(args: AdminArguments): Call {
  const { functionName } = args
  const place = args.isLocal ? readLocal(process.cwd()) : readDeployment(process.cwd(), args)
  return async (action, input) => {
    const event = signCall({ key: place.key, functionName, action, input })
    return 'frontUrl' in place
      ? invokeLocally(place.frontUrl, functionName, event)
      : invokeByTcb(args.tcb, place.envId, `${place.prefix}${functionName}`, event)
  }
}
