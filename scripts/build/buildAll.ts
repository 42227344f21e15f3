import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { buildFunctions } from './buildFunctions'
import type { BuiltFunction, FunctionsPlan } from './buildFunctions'
import { buildCallKit } from './callKit'
import type { BuiltCallKit } from './callKit'
import { buildEntrustSign } from './entrustSign'
import type { BuiltEntrustSign, EntrustSignPlan } from './entrustSign'
import { buildLibrary } from './library'
import type { BuiltLibrary, LibraryPlan } from './library'
import { discoverFunctions } from './discoverFunctions'
import { publishFolder, removeStale, withStaging } from './publish'
import { isOfTheseSources, sourcesStamp, STAMP_FILE } from './sourcesStamp'

/**
 * What goes under dist/: `cloudfunctions`, one folder per function, `wechatpay`, the client as a package, `entrust-sign`, the card
 * as a package, and `call-kit`, for servers that call a server-only function.
 */
export const PARTS = ['cloudfunctions', 'wechatpay', 'entrust-sign', 'call-kit'] as const
export type Part = (typeof PARTS)[number]

export type BuildPlan = FunctionsPlan & LibraryPlan & EntrustSignPlan & { dist: string; parts: readonly Part[] }

/** `changed` is false where the same was in place already. */
type Published<T> = T & { changed: boolean }

export interface BuildResult {
  functions: Published<BuiltFunction>[]
  /** Names under dist/cloudfunctions that had no source any more. */
  removed: string[]
  library?: Published<BuiltLibrary>
  entrustSign?: Published<BuiltEntrustSign>
  callKit?: Published<BuiltCallKit>
}

/**
 * Builds all the parts, and then puts them in place: on an error nothing under `dist` has changed.
 * @throws esbuild's BuildFailure, or an Error that names the file
 */
export async function buildAll(plan: BuildPlan): Promise<BuildResult> {
  // Of before: what is saved meanwhile may be built in, or not.
  const stamp = plan.parts.includes('cloudfunctions') ? sourcesStamp(plan.root) : undefined
  return withStaging(plan.dist, async (staging) => {
    const made = {
      functions: plan.parts.includes('cloudfunctions')
        ? await buildFunctions(plan, join(staging, 'cloudfunctions'))
        : undefined,
      library: plan.parts.includes('wechatpay') ? await buildLibrary(plan, join(staging, 'wechatpay')) : undefined,
      entrustSign: plan.parts.includes('entrust-sign')
        ? await buildEntrustSign(plan, join(staging, 'entrust-sign'))
        : undefined,
      callKit: plan.parts.includes('call-kit') ? await buildCallKit(plan, join(staging, 'call-kit')) : undefined,
    }
    // Whoever is stopped on the way leaves functions that nobody takes for those of today.
    if (stamp !== undefined) rmSync(join(plan.dist, STAMP_FILE), { force: true })
    const result = putInPlace(made, staging, plan.dist)
    if (stamp !== undefined) writeFileSync(join(plan.dist, STAMP_FILE), stamp)
    return result
  })
}

/** Whether dist/cloudfunctions holds what the sources of now make. */
export const areFunctionsBuilt = ({ root, sourceDir, dist }: BuildPlan): boolean =>
  isOfTheseSources(root, dist) &&
  discoverFunctions(sourceDir).every(({ name }) => existsSync(join(dist, 'cloudfunctions', name, 'index.js')))

interface Made {
  functions: BuiltFunction[] | undefined
  library: BuiltLibrary | undefined
  entrustSign: BuiltEntrustSign | undefined
  callKit: BuiltCallKit | undefined
}

function putInPlace({ functions, library, entrustSign, callKit }: Made, staging: string, dist: string): BuildResult {
  const attic = join(staging, 'attic')
  const publish = <T>(result: T, path: string): Published<T> => ({
    ...result,
    changed: publishFolder(join(staging, path), join(dist, path), attic),
  })
  const published = (functions ?? []).map((one) => publish(one, join('cloudfunctions', one.name)))
  const names = published.map(({ name }) => name)
  return {
    functions: published,
    removed: functions ? removeStale(join(dist, 'cloudfunctions'), names, attic) : [],
    ...(library && { library: publish(library, 'wechatpay') }),
    ...(entrustSign && { entrustSign: publish(entrustSign, 'entrust-sign') }),
    ...(callKit && { callKit: publish(callKit, 'call-kit') }),
  }
}
