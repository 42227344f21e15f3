// What `npm run consents` says, in both languages.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { translator, type Nouns, type Sentences } from '../translator'

export const CONSENTS_FILE = 'cloudfunctions/_shared/merchant/consents.json'

export const HELP: Words = {
  en: `npm run consents [-- --check] [-- --from FILE]... [--lang zh|en]

Appends the text of miniprogram/entrust/merchant/terms.ts and agreement.ts to ${CONSENTS_FILE},
unless it is there already. Consent counts only for a text in that file. Commit it, and change no entry: users may have agreed to it.
Then build and deploy the functions first, and upload the mini-program after that.

  --from FILE     of terms that live elsewhere, in place of terms.ts; may be given more than once. FILE.json: terms in the shape of
                  terms.ts, or a list of them. FILE.js: a module that exports terms and agreement, as the card's package has it. Any
                  other file: a text by itself, in UTF-8; its hash is over the text with \\n for every end of a line, and none at its end
  --check         append nothing; exit code 1 if a text is missing
  --lang zh|en    language; that of the machine unless told otherwise
  --help          this text

Exit code 0: every text is on file; 1: refused, or with --check missing; 2: wrong arguments.`,
  zh: `npm run consents [-- --check] [-- --from FILE]... [--lang zh|en]

将 miniprogram/entrust/merchant/terms.ts 与 agreement.ts 的文本追加到 ${CONSENTS_FILE}，
已登记的不再追加。只有该文件中的文本，用户的同意才算数。请提交该文件，且不要修改已有的记录：用户可能已同意过。
然后先构建并部署云函数，再上传小程序。

  --from FILE     条款在别处时的文件，代替 terms.ts；可多次使用。FILE.json：与 terms.ts 相同形式的条款，或其列表。
                  FILE.js：导出 terms 与 agreement 的模块，与卡片包的用法相同。其他文件：UTF-8 的文本本身，其哈希按每行以 \\n 换行、
                  末尾没有换行计算
  --check         不追加；有文本未登记时退出码为 1
  --lang zh|en    语言；默认跟随系统
  --help          本说明

退出码 0：全部文本已登记。1：被拒绝，或加 --check 时有文本未登记。2：参数有误。`,
}

export const NEXT: Words = {
  en: `Commit ${CONSENTS_FILE}. Then: npm run build, deploy the functions, and upload the mini-program after that.`,
  zh: `请提交 ${CONSENTS_FILE}。然后运行 npm run build，部署云函数，最后上传小程序。`,
}

export const UNKNOWN: Words = {
  en: `${CONSENTS_FILE} does not have the text of today's terms.ts and agreement.ts, so nobody could sign: run npm run consents`,
  zh: `${CONSENTS_FILE} 中没有当前 terms.ts 与 agreement.ts 的文本，用户将无法签约：请运行 npm run consents`,
}

export const allOnFile = (asked: number, there: number): Words => ({
  en: `Every text is on file: ${asked} asked about, ${there} there.`,
  zh: `全部文本已登记：本次检查 ${asked} 份，文件中共 ${there} 份。`,
})

export const appended = (hash: string, line: string): Words => ({
  en: `appended ${hash}  ${line}`,
  zh: `已追加 ${hash}  ${line}`,
})

export const missing = (line: string): Words => ({
  en: `${CONSENTS_FILE}: a text is not there (${line}): run this without --check`,
  zh: `${CONSENTS_FILE}：有一份文本未登记（${line}）：请不加 --check 运行本命令`,
})

/** A problem of a file, of whichever language its check speaks. */
export const problem = (file: string, said: string): Words => ({
  en: `${file}: ${inEnglish(said) ?? said}`,
  zh: `${file}：${inChinese(said) ?? said}`,
})

const FORMS: Nouns = {
  'expected JSON': '应为 JSON',
  'expected a list of { hash, date, text }': '应为 { hash, date, text } 的列表',
  'expected 64 lower-case hex digits': '应为 64 位小写十六进制',
  'expected a date such as 2026-11-21': '应为日期，例如 2026-11-21',
  'expected a text': '应为一份文本',
  'users may have agreed to it, so put it back as it was. Another text is another entry':
    '用户可能已同意过，请恢复原样；另一份文本应另起一条',
}

/** Of the file of known texts, and of files that are named. */
const SENTENCES: Sentences = [
  ...Object.entries(FORMS),
  ['expected text in UTF-8', '应为 UTF-8 编码的文本'],
  ['expected a text, found none', '应为一份文本，而文件为空'],
  ['expected it to export an object {}', '应导出对象 {}'],
  ['cannot be read: {}', '无法读取：{}'],
  ['entry {}: its hash does not fit its text; {}', '第 {} 条的哈希与文本不符；{}'],
  ['entry {}: is there twice', '第 {} 条重复'],
  ['entry {}: is not as it was committed; {}', '第 {} 条与已提交的不一致；{}'],
  ['entry {}, {}: Invalid key: Expected never but received {}', '第 {} 条的 {}：没有这个字段，请删除'],
  ['entry {}, {}: Invalid {}: Expected {} but received {}', '第 {0} 条的 {1}：应为 {3}，而不是 {4}'],
  ['entry {}: Invalid {}: Expected {} but received {}', '第 {0} 条：应为 {2}，而不是 {3}'],
  ['entry {}, {}: {}', '第 {} 条的 {}：{}'],
]

/** Of terms and agreement: the card itself says them, in Chinese. */
const OF_THE_CARD: Sentences = [
  [
    "businessType of terms: expected 'perUse' (password-free payment) or 'recurring' (charges by the calendar)",
    "terms 的 businessType 须为 'perUse'（免密支付）或 'recurring'（自动续费）",
  ],
  ['{} of terms: expected a text', 'terms 的 {} 不能为空'],
  ['remindDaysBefore of terms: expected a whole number, {} or more', 'terms 的 remindDaysBefore 须为不小于 {} 的整数'],
  ['agreement: expected a text', 'agreement 不能为空'],
  ['agreement: there is nothing to fill {} with', 'agreement 里没有可用的 {}'],
]

const inChinese = translator(SENTENCES, FORMS)
const inEnglish = translator(
  OF_THE_CARD.map(([en, zh]) => [zh, en] as const),
  {},
)
