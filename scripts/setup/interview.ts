// What is missing is asked for, one question each, and judged at once.
import { ROWS, type SettingName } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { KINDS, type Kind, type Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { choiceOf } from '../../cloudfunctions/_shared/platform/settings/merchantKinds'
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import type { Language } from '../language'
import { inChinese } from './inChinese'
import { insertFiles } from '../settings/keyFiles'
import { NOTIFY_PATH } from './offerNotifyUrl'
import { ENVIRONMENT_ID, judge, toldOf, type Told, type Values } from './values'

export interface Choices<T extends string> {
  message: string
  choices: readonly { value: T; label: string }[]
}

/** A terminal with somebody before it. @throws {Cancelled} of each, by Ctrl-C */
export interface Prompter {
  /** @param judge what is wrong with an answer @returns empty where it was left for later */
  ask(question: {
    message: string
    isSecret: boolean
    placeholder: string
    /** What somebody would type who takes what is offered. */
    initial?: string
    judge: (answer: string) => string | undefined
  }): Promise<string>
  choose<T extends string>(question: Choices<T>): Promise<T>
}

export class Cancelled extends Error {
  override readonly name = 'Cancelled'
}

interface Place {
  /** The project's folder: what paths in an answer are relative to. */
  root: string
  language: Language
  /** An answer somebody may take, and where it is from, asked for when its question comes. */
  offer?: (name: string, answers: Values) => Promise<{ value?: string; told: string } | undefined>
  /** What is wrong with an answer given before. */
  problems?: readonly SettingProblem[]
}

/** @returns what was answered, keys as they are and not as paths */
export async function askFor(names: readonly string[], prompter: Prompter, place: Place): Promise<Values> {
  const answers: Record<string, string> = {}
  for (const name of names) {
    const told = toldOf(name)
    if (!told) continue
    const offer = await place.offer?.(name, answers)
    const question = questionOf(name, told, place)
    const problem = place.problems?.find((one) => one.name === name)?.problem
    const notes = [offer?.told, problem === undefined ? undefined : inWords(name, problem, place.language)]
    const answer = await prompter.ask({
      ...question,
      message: [question.message, ...notes.filter((note) => note !== undefined)].join('\n'),
      ...(offer?.value !== undefined && { initial: offer.value }),
      judge: (text) => refusalOf(name, text, place),
    })
    const read = valueOf(name, answer.trim(), place)
    if (read.ok && read.value !== '') answers[name] = read.value
  }
  return answers
}

const KIND_LABELS: Readonly<Record<Kind, Words>> = {
  normal: { en: 'direct merchant: your own shop, password-free payment', zh: '直连商户：自有商户号，免密支付' },
  ecommerce: { en: 'e-commerce platform, password-free payment', zh: '电商平台（收付通），免密支付' },
  'service-provider': { en: 'service provider, for sub-merchants', zh: '服务商，为子商户开通' },
  qs: { en: 'institution (清算机构), for sub-merchants', zh: '清算机构（从业机构），为子商户开通' },
  'combine-papay': {
    en: 'e-commerce platform, charged without the user (合单代扣)',
    zh: '电商平台，收付通合单代扣（用户不在场扣款）',
  },
}

const WHO: Words = { en: 'Who are you? (docs/choosing.md helps)', zh: '商户身份？（可参考 docs/choosing.md）' }

/** @returns the settings that make this kind of merchant */
export const askKind = async (prompter: Prompter, language: Language): Promise<Values> =>
  choiceOf(
    await prompter.choose({
      message: WHO[language],
      choices: KINDS.map((value) => ({ value, label: KIND_LABELS[value][language] })),
    }),
  )

const isSetting = (name: string): name is SettingName => name in ROWS

function questionOf(name: string, { what, where, form }: Told, { language }: Place) {
  const row = isSetting(name) ? ROWS[name] : undefined
  const path = row?.file === 'value' ? PATH[language] : ''
  return {
    message: `${what[language]}\n${name}${language === 'zh' ? '：' : ': '}${where[language]}`,
    placeholder: `${form[language]}${path}`.replaceAll('`', ''),
    // A path is seen as it is typed; the key in the file never.
    isSecret: row?.secret === true && row.file !== 'value',
  }
}

const PATH: Words = { en: ', or the path of its file', zh: '，或文件路径' }

function valueOf(name: string, answer: string, { root }: Place) {
  if (!isSetting(name) || answer === '') return { ok: true, value: answer } as const
  if (name === 'WXPAY_NOTIFY_URL' && /^(https:\/\/)?[^/\s]+\/?$/.test(answer)) {
    return { ok: true, value: `https://${answer.replace(/^https:\/\//, '').replace(/\/$/, '')}${NOTIFY_PATH}` } as const
  }
  return insertFiles(name, answer, root)
}

/** An empty answer leaves it for later. */
function refusalOf(name: string, answer: string, place: Place): string | undefined {
  const value = valueOf(name, answer.trim(), place)
  if (!value.ok) return inWords(name, value.problem, place.language)
  if (value.value === '') return undefined
  const problem = isSetting(name)
    ? ROWS[name].read(value.value)
    : { ok: true, problem: judge({ [ENVIRONMENT_ID]: value.value }).wrong.find((one) => one.name === name)?.problem }
  const told = 'problem' in problem ? problem.problem : undefined
  return told === undefined ? undefined : inWords(name, told, place.language)
}

/** Where a check has no Chinese yet, the form it wants has. */
const inWords = (name: string, problem: string, language: Language): string =>
  language === 'zh' ? (inChinese(problem) ?? `不符合要求，应为：${toldOf(name)?.form.zh ?? ''}（${problem}）`) : problem
