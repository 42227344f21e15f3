// The world a doctor looks at, read from the project's folder. Nothing is judged here, and nothing is sent anywhere.
import type { X509Certificate } from 'node:crypto'
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { NAMES, ROWS, type Given } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import type { AgreementText, Settings, Terms } from '../../miniprogram/entrust/merchantShapes'
import { discoverFunctions } from '../build/discoverFunctions'
import { checkConsents } from '../consents/checkConsents'
import { textToday } from '../consents/textsOf'
import { planDeployment } from '../settings/planDeployment'
import { functionLimits } from '../settings/projectFiles'
import { findKeyFiles } from '../setup/findKeyFiles'
import { readKept } from '../setup/keptValues'
import { sortKeys } from '../setup/keyRing'
import { proveKeys } from '../setup/proveKeys'
import { trackedKeys } from '../setup/trackedKeys'
import { ENVIRONMENT_ID, judge } from '../setup/values'
import { lookAtBuilt } from './builtFunctions'
import { findLeaks } from './leaks'
import { loadValues } from './loadValues'
import type { SettingsWorld, World } from './world'

interface Place {
  /** The project's folder. */
  root: string
  /** Where the key files are; the project's folder unless told otherwise. */
  from?: string | undefined
  /** In place of ENV_ID of `.env`. */
  envId?: string | undefined
  nowMs: number
}

export async function gather(place: Place): Promise<World> {
  const { root } = place
  const world = gatherSettings(place)
  const { given, plan, files } = world
  return {
    ...world,
    platformCertificates: platformCertificatesOf(given),
    tracked: trackedKeys(root, files),
    ...(await miniProgramOf(root)),
    configured: functionLimits(root),
    built: plan.ok ? lookAtBuilt(join(root, 'functions-built'), plan.functions) : [],
    leaks: findLeaks(root, given),
  }
}

/** All that is looked at before anybody else is asked. */
export function gatherSettings({ root, from, envId, nowMs }: Place): SettingsWorld {
  const kept = readKept(root)
  const values = envId === undefined ? kept.values : { ...kept.values, [ENVIRONMENT_ID]: envId }
  const files = findKeyFiles(resolve(from ?? root))
  const { certificates } = sortKeys(files, values['WXPAY_MCHID'])
  const { problems: proof, certificate } = proveKeys(values, certificates, nowMs)
  const given: Given = Object.fromEntries(NAMES.flatMap((name) => (values[name] ? [[name, values[name]]] : [])))
  const functionNames = discoverFunctions(join(root, 'cloudfunctions')).map(({ name }) => name)
  return {
    nowMs,
    dotEnv: {
      isThere: kept.isThere,
      isOpenToOthers: isOpenToOthers(join(root, '.env')),
      values,
      problems: kept.problems,
    },
    given,
    judgement: judge(values),
    proof,
    certificate,
    files,
    plan: planDeployment(given, functionNames),
    functionNames,
  }
}

async function miniProgramOf(root: string) {
  const merchant = join(root, 'miniprogram/entrust/merchant')
  const { terms } = (await loadValues(join(merchant, 'terms.ts'))) as { terms: Terms }
  const { agreement } = (await loadValues(join(merchant, 'agreement.ts'))) as { agreement: AgreementText }
  const { settings: card } = (await loadValues(join(merchant, 'settings.ts'))) as { settings: Settings }
  const app = readJson(root, 'miniprogram/app.json') as { navigateToMiniProgramAppIdList?: string[] }
  const project = readJson(root, 'project.config.json') as { appid?: string }
  return {
    card,
    terms,
    listedAppids: app.navigateToMiniProgramAppIdList ?? [],
    projectAppid: project.appid ?? '',
    consentProblems: checkConsents(root, textToday(terms, agreement)),
  }
}

/** Windows has no such bits. */
const isOpenToOthers = (path: string): boolean =>
  process.platform !== 'win32' && existsSync(path) && (statSync(path).mode & 0o077) !== 0

const readJson = (root: string, path: string): unknown => JSON.parse(readFileSync(join(root, path), 'utf8'))

function platformCertificatesOf({ WXPAY_PLATFORM_CERTS: text }: Given): Readonly<Record<string, X509Certificate>> {
  const read = text === undefined ? undefined : ROWS.WXPAY_PLATFORM_CERTS.read(text)
  return read?.ok ? (read.value as Readonly<Record<string, X509Certificate>>) : {}
}
