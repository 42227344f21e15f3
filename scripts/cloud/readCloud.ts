// The state of an environment, read whole. Nothing is changed, and no value of a variable is kept.
import { readAccess } from './readAccess'
import { readCollections } from './readCollections'
import { readEnvironment } from './readEnvironment'
import { readFunctions } from './readFunctions'
import { readRules } from './readRules'
import type { CloudState } from './state'
import type { CallCloud } from './tc3Client'

/** Names that are asked for; all others are nobody's business. */
interface Wanted {
  functions: readonly string[]
  collections: readonly string[]
}

/**
 * One call after the other: the API counts them by the second.
 * @throws {NoSuchEnvironment} {CloudRefusal} {CloudUnreachable}
 */
export async function readCloud(call: CallCloud, envId: string, wanted: Wanted): Promise<CloudState> {
  const environment = await readEnvironment(call, envId)
  return {
    environment,
    functions: await readFunctions(call, environment, wanted.functions),
    collections: await readCollections(call, environment, wanted.collections),
    access: await readAccess(call, environment),
    rules: await readRules(call, environment),
  }
}
