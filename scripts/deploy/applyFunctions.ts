import { readVariables } from '../cloud/readFunctions'
import { ENVIRONMENT, sizeOf } from '../settings/planDeployment'
import type { Site } from './apply'
import type { Item } from './item'
import { isKits } from './planFunctions'
import { redact } from './redact'
import { withToolFolder, type FunctionToDeploy } from './toolFolder'

/** With the merchant's own, the variables of these functions take more than they may. */
export class TooManyBytes extends Error {
  override readonly name = 'TooManyBytes'
  constructor(functions: readonly string[]) {
    super(functions.join(', '))
  }
}

/** By the tool, all in one run. @returns what it printed, without a secret in it */
export async function applyFunctions(site: Site, items: readonly Item[]): Promise<string> {
  const functions: FunctionToDeploy[] = []
  for (const wanted of site.wanted.functions) {
    if (!items.some(({ name }) => name === wanted.onlineName)) continue
    functions.push({ wanted, variables: { ...(await theirVariables(site, wanted.onlineName)), ...wanted.variables } })
  }
  const tooLarge = functions.filter(({ variables }) => sizeOf(variables) > ENVIRONMENT.maxBytes)
  if (tooLarge.length > 0) throw new TooManyBytes(tooLarge.map(({ wanted }) => wanted.onlineName))
  const printed = await withToolFolder(functions, site, (folder, args) =>
    site.tool(args, { folder, home: folder, signal: site.signal }),
  )
  site.signal.throwIfAborted()
  return redact(printed, [
    site.login.secretKey,
    site.login.token ?? '',
    ...functions.flatMap(({ variables }) => Object.values(variables)),
  ])
}

/** What the merchant has set online for a purpose of their own: the tool replaces all variables there are. */
async function theirVariables(site: Site, name: string): Promise<Readonly<Record<string, string>>> {
  const online = site.state.functions.find((one) => one.name === name)
  if (!online || Object.keys(online.variableHashes).every(isKits)) return {}
  const all = await readVariables(site.call, site.state.environment, name)
  return Object.fromEntries(Object.entries(all).filter(([variable]) => !isKits(variable)))
}
