// functions-built/: the functions with their settings, ready to deploy. Only ever filled whole: what lies there has been
// checked, and an empty folder deploys nothing over settings that are online.
import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  buildStamp,
  SETTINGS_FILE,
  type SettingsFile,
} from '../../cloudfunctions/_shared/platform/settings/settingsFile'
import { FUNCTION_ROLES } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { inOrder } from '../../cloudfunctions/_shared/platform/settings/checkSettings'
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { planDeployment, type DeployedFunction, type DeploymentPlan } from '../settings/planDeployment'
import { textOf } from '../settings/keyFiles'
import { readDotEnv } from '../settings/readDotEnv'
import { publishFolder, removeStale, withStaging } from './publish'
import { sourcesStamp, STAMP_FILE } from './sourcesStamp'

interface FunctionsBuiltPlan {
  /** The project's folder, with `.env` and `functions-built/`. */
  root: string
  /** Of the built functions: `dist/cloudfunctions`. */
  builtDir: string
  /** Names of those. */
  names: readonly string[]
  /** What is wrong with the terms users are shown; nothing is deployed for terms it cannot keep. */
  termsProblems?: readonly SettingProblem[]
}

export type FunctionsBuilt =
  | { kind: 'filled'; functions: DeployedFunction[] }
  | { kind: 'noDotEnv' }
  | { kind: 'wrong'; problems: SettingProblem[] }

const FOLDER = 'functions-built'
const COMMITTED = 'README.md'

/** Fills the folder, or empties it where `.env` is missing or wrong. */
export async function fillFunctionsBuilt(plan: FunctionsBuiltPlan): Promise<FunctionsBuilt> {
  const deployment = readPlan(plan)
  return withStaging(join(plan.root, FOLDER), (staging) => {
    const made = deployment?.ok ? make(deployment, plan, staging) : []
    for (const name of made) publishFolder(join(staging, name), join(plan.root, FOLDER, name), join(staging, 'attic'))
    removeStale(join(plan.root, FOLDER), [...made, COMMITTED, basename(staging)], join(staging, 'attic'))
    if (deployment?.ok) writeFileSync(join(plan.root, FOLDER, STAMP_FILE), sourcesStamp(plan.root))
    return Promise.resolve(toResult(deployment))
  })
}

/** @returns undefined without an `.env` */
function readPlan({ root, names, termsProblems = [] }: FunctionsBuiltPlan): DeploymentPlan | undefined {
  const file = join(root, '.env')
  if (!existsSync(file)) return undefined
  const text = textAt(file)
  if (text === undefined) return { ok: false, problems: [UNREADABLE] }
  const { given, problems } = readDotEnv(text, root)
  const planned = withProblems(planDeployment(given, names), termsProblems)
  if (problems.length === 0) return planned
  // What could not be read cannot be judged either: of each name the first is told.
  return {
    ok: false,
    problems: inOrder([...problems, ...(planned.ok ? [] : planned.problems)]),
  }
}

const withProblems = (planned: DeploymentPlan, more: readonly SettingProblem[]): DeploymentPlan =>
  more.length === 0 ? planned : { ok: false, problems: [...(planned.ok ? [] : planned.problems), ...more] }

const UNREADABLE: SettingProblem = {
  name: '.env',
  problem: 'cannot be read; expected a text file that who runs this build may read',
}

function textAt(file: string): string | undefined {
  try {
    return textOf(readFileSync(file))
  } catch {
    return undefined
  }
}

function toResult(deployment: DeploymentPlan | undefined): FunctionsBuilt {
  if (!deployment) return { kind: 'noDotEnv' }
  return deployment.ok
    ? { kind: 'filled', functions: deployment.functions }
    : { kind: 'wrong', problems: deployment.problems }
}

/** @returns names of the functions made in `staging` */
function make(
  { functions, ownPublicKeySha256 }: DeploymentPlan & { ok: true },
  { builtDir, names }: FunctionsBuiltPlan,
  staging: string,
): string[] {
  for (const { name, onlineName, settings } of functions) {
    const folder = join(staging, onlineName)
    cpSync(join(builtDir, name), folder, { recursive: true })
    const build = buildStamp(readFileSync(join(folder, 'index.js')))
    const file: SettingsFile = { function: name, build, ownPublicKeySha256, settings }
    writeFileSync(join(folder, SETTINGS_FILE), `${JSON.stringify(file, null, 2)}\n`)
  }
  // A function of the merchant's own has no settings of ours.
  const others = names.filter((name) => FUNCTION_ROLES[name] === undefined)
  for (const name of others) cpSync(join(builtDir, name), join(staging, name), { recursive: true })
  return [...functions.map(({ onlineName }) => onlineName), ...others]
}
