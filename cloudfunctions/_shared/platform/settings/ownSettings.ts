// The settings of the function this runs in.
import { createLog, writeLine } from '../log'
import { once } from '../once'
import { nowMs } from '../runtime'
import { FUNCTION_ROLES, namesFor } from './catalogue'
import type { Role } from './catalogue/row'
import { lapsedIn } from './lapsed'
import { loadSettings, type SettingsOf } from './load'
import { functionNameIn, readSettingsFile, type SettingsFile } from './settingsFile'
import { hiddenByEnvironment, joinSources, secretsIn, straysIn } from './sources'

/** Of the bundle: index.js and this are one file there. */
const FOLDER = __dirname

const file = once(() => ({ read: readSettingsFile(FOLDER) }))

/**
 * Reads and checks; keep what it gives, with `once`.
 * @throws {ConfigError} all problems at once
 */
export function ownSettings<R extends Role>(role: R): SettingsOf[R] {
  const { read } = file()
  warn(read)
  return loadSettings(process.env, role, read)
}

/** Once per start, each by name and never by value. A folder that is no built function has nobody's business to mind. */
const warned = { isDone: false }

function warn(read: SettingsFile | undefined): void {
  const functionName = functionNameIn(FOLDER) ?? ''
  const role = FUNCTION_ROLES[functionName]
  if (warned.isDone || role === undefined) return
  warned.isDone = true
  const log = createLog({ functionName, requestId: 'start', write: writeLine, nowMs })
  const strays = straysIn(role, process.env, read)
  const hidden = read ? hiddenByEnvironment(role, process.env, read) : []
  const secrets = read ? secretsIn(read) : []
  const given = joinSources(process.env, read)
  const lapsed = namesFor(role, given).includes('WXPAY_PLATFORM_CERTS') ? lapsedIn(given, nowMs()) : []
  if (secrets.length > 0) log.alert('settings.json holds secrets', { setting: secrets.join(', '), explanation: SECRET })
  if (strays.length > 0) log.alert('settings of no use here', { setting: strays.join(', '), explanation: STRAY })
  if (hidden.length > 0)
    log.alert('environment hides settings.json', { setting: hidden.join(', '), explanation: HIDDEN })
  if (lapsed.length > 0)
    log.alert('platform certificates not valid now', {
      setting: 'WXPAY_PLATFORM_CERTS',
      explanation: lapsed.map(({ told }) => told).join('; '),
    })
}

const STRAY = 'this function does not read them: remove them from its environment in the console'
const SECRET =
  'whoever has the code has them: change these secrets, enter the new ones in the environment in the console, build and deploy'
const HIDDEN =
  'the environment says otherwise and wins: remove these variables in the console, and change them in .env, build and deploy'
