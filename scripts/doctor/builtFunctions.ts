// functions-built/ as it lies there: whether each function is whole, of today's settings, and loads.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { readSettingsFile } from '../../cloudfunctions/_shared/platform/settings/settingsFile'
import { isOfTheseSources } from '../build/sourcesStamp'
import type { DeployedFunction } from '../settings/planDeployment'
import type { BuiltFunctionState } from './world'

/** @param planned functions that are deployed, with the settings of today */
export function lookAtBuilt(folder: string, planned: readonly DeployedFunction[]): BuiltFunctionState[] {
  const isThere = ({ onlineName }: DeployedFunction) => existsSync(join(folder, onlineName, 'index.js'))
  const faults = loadAll(planned.filter(isThere).map(({ onlineName }) => join(folder, onlineName)))
  const isOfToday = isOfTheseSources(dirname(folder), folder)
  return planned.map((one) => ({
    name: one.name,
    isThere: isThere(one),
    isFresh: isThere(one) && isOfToday && isFresh(join(folder, one.onlineName), one),
    fault: faults[join(folder, one.onlineName)],
  }))
}

/** One that is damaged or of another build is not. */
function isFresh(folder: string, { settings }: DeployedFunction): boolean {
  try {
    return isDeepStrictEqual({ ...readSettingsFile(folder)?.settings }, { ...settings })
  } catch {
    return false
  }
}

/** In a node of their own, with an empty environment: loading is all that is tried. */
function loadAll(folders: readonly string[]): Readonly<Record<string, string | undefined>> {
  const { stdout } = spawnSync(process.execPath, ['-e', LOADER, '--', ...folders], { encoding: 'utf8', env: {} })
  try {
    return JSON.parse(stdout.slice(stdout.lastIndexOf('\n{') + 1)) as Readonly<Record<string, string>>
  } catch {
    return Object.fromEntries(folders.map((folder) => [folder, 'node ended while it was loaded']))
  }
}

const LOADER = `
const faults = {}
for (const folder of process.argv.slice(1)) {
  try {
    if (typeof require(folder + '/index.js').main !== 'function') faults[folder] = 'has no main'
  } catch (error) {
    faults[folder] = String(error).split('\\n')[0]
  }
}
process.stdout.write('\\n' + JSON.stringify(faults))
process.exit()
`
