// One call of an action, signed anew each time, by whichever way is there.
import { signCall, type SignedCall } from '../callKit/signCall'
import type { AdminArguments } from './arguments'
import { readDeployment, readLocal, type Place } from './places'
import { invokeByTcb, invokeLocally, timeLocally, type FunctionAnswer } from './send'

export type Call = (action: string, input: object) => Promise<FunctionAnswer>

/** @throws {AdminError} nobody to call, or no key to sign with */
export function createCall(args: AdminArguments): Call {
  const { functionName } = args
  const place = placeOf(args)
  return async (action, input) => {
    const event = await signAt(place, { functionName, action, input })
    return 'frontUrl' in place
      ? invokeLocally(place.frontUrl, functionName, event)
      : invokeByTcb(args.tcb, place.envId, `${place.prefix}${functionName}`, event)
  }
}

/** @throws {AdminError} as {@link createCall}; or nobody is there */
export const signedEvent = async (args: AdminArguments): Promise<SignedCall> => signAt(placeOf(args), args)

const placeOf = (args: AdminArguments): Place =>
  args.isLocal ? readLocal(process.cwd()) : readDeployment(process.cwd(), args)

/** By the clock of whoever looks at it. */
async function signAt(
  place: Place,
  { functionName, action, input }: Pick<AdminArguments, 'functionName' | 'action'> & { input: object },
): Promise<SignedCall> {
  const nowMs = 'controlUrl' in place ? await timeLocally(place.controlUrl) : Date.now()
  return signCall({ key: place.key, functionName, action, input, nowMs })
}
