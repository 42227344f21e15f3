// What is wrong with a setting, as setup and build tell it.
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import type { Language } from '../language'
import { inChinese } from './inChinese'
import { toldOf } from './values'

/** Where a check has no Chinese yet, the form it wants has. */
export function problemLines({ name, problem, isMissing }: SettingProblem, language: Language): string[] {
  if (language === 'en') return [`  ${name}: ${problem}`]
  const told = toldOf(name)
  const help = told ? [`    应为：${told.form.zh}；取自：${told.where.zh}`] : []
  const what = isMissing && told ? `缺少${told.what.zh}` : (inChinese(problem) ?? `不符合要求（${problem}）`)
  return [`  ${name}：${what}`, ...help]
}
