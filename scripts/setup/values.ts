// What `.env` holds, by name: the settings, and which environment they are deployed to.
import { FUNCTION_ROLES, NAMES, type Given } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { planDeployment } from '../settings/planDeployment'
import { TOLD } from '../settings/told'

export const ENVIRONMENT_ID = 'ENV_ID'

export type Values = Readonly<Record<string, string>>

/** What is told of one of them. */
export interface Told {
  what: Words
  where: Words
  form: Words
}

/** Functions learn it from the platform, so it is no setting. */
const ENVIRONMENT: Told = {
  what: { en: 'id of the CloudBase environment to deploy to', zh: '要部署到的云开发环境ID' },
  where: {
    en: 'the head of the CloudBase console, or 云开发 in WeChat DevTools',
    zh: '云开发控制台首页，或微信开发者工具的“云开发”',
  },
  form: { en: 'lower-case letters, digits and `-`', zh: '小写字母、数字与 `-`' },
}

const FORM = /^[a-z0-9][a-z0-9-]{2,63}$/

export const isEnvironmentId = (text: string): boolean => FORM.test(text)

const ALL: Readonly<Record<string, Told>> = {
  [ENVIRONMENT_ID]: ENVIRONMENT,
  ...Object.fromEntries(TOLD.flatMap(({ settings }) => settings.map((one) => [one.name, one]))),
}

export const toldOf = (name: string): Told | undefined => ALL[name]

/** Examples of .env.example are nobody's values. */
export const isExample = (text: string): boolean => /^<.*>$/s.test(text)

export interface Judgement {
  /** Names, in the order of .env.example. */
  missing: string[]
  wrong: SettingProblem[]
}

/** What a deployment would be refused for. */
export function judge(values: Values): Judgement {
  const given: Given = Object.fromEntries(NAMES.flatMap((name) => (values[name] ? [[name, values[name]]] : [])))
  const planned = planDeployment(given, Object.keys(FUNCTION_ROLES))
  const problems = planned.ok ? [] : planned.problems
  const id = values[ENVIRONMENT_ID] ?? ''
  return {
    missing: [
      ...(id === '' ? [ENVIRONMENT_ID] : []),
      ...problems.filter(({ isMissing }) => isMissing).map(({ name }) => name),
    ],
    wrong: [
      ...(id === '' || isEnvironmentId(id)
        ? []
        : [{ name: ENVIRONMENT_ID, problem: `expected ${ENVIRONMENT.form.en}` }]),
      ...problems.filter(({ isMissing }) => !isMissing),
    ],
  }
}
