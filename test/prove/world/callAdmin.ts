// A person in charge asks, as `npm run admin` does.
import { callServer } from './callServer'
import type { ProveWorld } from './proveWorld'

/** @returns the answer as it came; nothing where the function was stopped in the middle */
export const callAdmin = async (world: ProveWorld, action: string, input: object): Promise<unknown> =>
  callServer(world, 'contractAdmin', action, input)
