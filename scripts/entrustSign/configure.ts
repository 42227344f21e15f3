// The card as a package: what an app configured, once, before any card is shown. Nothing is thrown for a mistake, since that would
// stop the app; the card tells it instead.
import type { CardSource } from '../../miniprogram/components/entrust-sign/card'
import { settings as defaults } from '../../miniprogram/entrust/merchant/settings'
import type { AgreementText, CallFunction, Settings, Terms } from '../../miniprogram/entrust/merchantShapes'
import type { CardWords } from '../../miniprogram/entrust/view/texts'

export interface Configuration {
  /** What users see before they sign; what they agree to is this text together with the agreement. */
  terms: Terms
  agreement: AgreementText
  /** Your words in place of the card's, such as `{ 'buttons.decline': '以后再说' }`. */
  texts?: CardWords
  /** What is left out stays as it is. */
  settings?: Partial<Settings>
  /** In place of `wx.cloud.callFunction`, such as that of another `wx.cloud.Cloud`, or a server of your own. */
  callFunction?: CallFunction
}

const NEEDED: readonly string[] = ['terms', 'agreement'] satisfies (keyof Configuration)[]

type Given = Readonly<Record<string, unknown>>
type Check = readonly [holds: (value: unknown) => boolean, expected: string]

const isObject = (value: unknown): boolean => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): boolean => typeof value === 'string'
const isTexts = (value: unknown): boolean => Array.isArray(value) && value.every(isText)

const AN_OBJECT: Check = [isObject, '对象']
const A_TEXT: Check = [isText, '文本']
const SOME_TEXTS: Check = [isTexts, '文本的数组']
const A_SWITCH: Check = [(value) => typeof value === 'boolean', ' true 或 false']

const PART_CHECKS: Readonly<Record<keyof Configuration, Check>> = {
  terms: AN_OBJECT,
  agreement: AN_OBJECT,
  texts: AN_OBJECT,
  settings: AN_OBJECT,
  callFunction: [(value) => typeof value === 'function', '函数'],
}

const SETTING_CHECKS: Readonly<Record<keyof Settings, Check>> = {
  cloudEnv: A_TEXT,
  functionPrefix: A_TEXT,
  signAppids: SOME_TEXTS,
  extraDataFields: SOME_TEXTS,
  simulateInDevtools: A_SWITCH,
  localWechat: A_TEXT,
}

let configured = sourceOf({}, ['请先在 app.js 里调用 configure({ terms, agreement })，写法见本卡片的 README'])

/**
 * Says whose card it is. Call it in app.js, before `App({ ... })`; a card that is put on a page later is shown by the last call.
 * A mistake stops no app: the card shows it.
 */
export function configure(configuration: Configuration): void {
  const given = Object(configuration) as Given
  configured = sourceOf(given, problemsOf(given))
}

export const configuredSource = (): CardSource => configured

function problemsOf(given: Given): string[] {
  const missing = NEEDED.filter((name) => given[name] === undefined).map((name) => `configure 缺少 ${name}`)
  const problems = missing.concat(checkAll('configure 的 ', given, PART_CHECKS))
  if (problems.length > 0) return problems
  if (isUnapproved(given['terms'])) return [NOT_APPROVED]
  const texts = Object(given['texts']) as Given
  return checkAll('settings 的 ', Object(given['settings']) as Given, SETTING_CHECKS).concat(
    // Which there are, and how long each may be, is looked at by the card.
    checkAll('texts 的 ', texts, Object.fromEntries(Object.keys(texts).map((name) => [name, A_TEXT]))),
  )
}

/** Neither family is for charges by the calendar; a template that WeChat Pay approved for more has to say so. */
function isUnapproved(terms: unknown): boolean {
  const { businessType, approvedRecurring } = Object(terms) as Given
  return businessType === 'recurring' && approvedRecurring !== true
}

const NOT_APPROVED =
  "terms 的 businessType 为 'recurring' 时，须先由微信支付批准模板，批准后写 approvedRecurring: true；否则请用 'perUse'"

/** What is there is known, and of its kind. */
function checkAll(where: string, given: Given, checks: Readonly<Record<string, Check>>): string[] {
  return Object.keys(given)
    .filter((name) => given[name] !== undefined)
    .flatMap((name) => {
      const [holds, expected] = Object.keys(checks).includes(name) ? (checks[name] ?? A_TEXT) : [undefined, '']
      if (!holds) return [`${where}${name} 不存在，可用的有 ${Object.keys(checks).join('、')}`]
      return holds(given[name]) ? [] : [`${where}${name} 须为${expected}`]
    })
}

/** Of parts with problems nothing is shown; the rest is looked at field by field before anyone can sign. */
function sourceOf(given: Given, problems: readonly string[]): CardSource {
  const { terms, agreement, texts, settings, callFunction } = (problems.length > 0
    ? {}
    : given) as unknown as Partial<Configuration>
  const brand: unknown = terms?.brand
  return {
    terms: Object.assign({}, terms as Terms, { brand: typeof brand === 'string' ? brand : '' }),
    agreement: agreement ?? { title: '', paragraphs: [], calendar: '' },
    words: texts ?? {},
    settings: Object.assign({}, defaults, settings),
    callFunction,
    problems,
  }
}
