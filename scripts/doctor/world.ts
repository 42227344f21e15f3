// All a doctor looks at on this machine, gathered once; what it means is said by the checks.
import type { X509Certificate } from 'node:crypto'
import type { Given } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import type { Settings, Terms } from '../../miniprogram/entrust/merchantShapes'
import type { DeploymentPlan } from '../settings/planDeployment'
import type { FoundFile } from '../setup/findKeyFiles'
import type { Found } from '../setup/keyRing'
import type { Judgement, Values } from '../setup/values'

export interface BuiltFunctionState {
  name: string
  isThere: boolean
  /** Whether code and `settings.json` are of one build, and the settings those of `.env`. */
  isFresh: boolean
  /** Why it does not load, or has no `main`. */
  fault?: string | undefined
}

/** The settings, and what follows from them alone. */
export interface SettingsWorld {
  nowMs: number
  dotEnv: { isThere: boolean; isOpenToOthers: boolean; values: Values; problems: SettingProblem[] }
  /** Of the values, those that are settings. */
  given: Given
  judgement: Judgement
  /** What belongs together, by the certificates found. */
  proof: SettingProblem[]
  certificate: Found<X509Certificate> | undefined
  files: readonly FoundFile[]
  plan: DeploymentPlan
  /** Functions there is source of. */
  functionNames: readonly string[]
}

export interface World extends SettingsWorld {
  platformCertificates: Readonly<Record<string, X509Certificate>>
  tracked: SettingProblem[]
  card: Settings
  terms: Terms
  /** Of `app.json`: mini-programs the card may open. */
  listedAppids: readonly string[]
  /** Of `project.config.json`. */
  projectAppid: string
  consentProblems: readonly Words[]
  /** As `cloudbaserc.json` has them. */
  configured: readonly { name: string; runtime: string }[]
  built: readonly BuiltFunctionState[]
  /** Files that hold a secret and should not, from the project's folder. */
  leaks: readonly string[]
}
