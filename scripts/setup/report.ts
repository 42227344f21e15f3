// What `npm run setup` prints: names, and whether they are set; never a value.
import { validityOf } from '../../cloudfunctions/_shared/wechatpay/validity'
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import type { Language } from '../language'
import { inChinese } from './inChinese'
import { textTable } from '../textTable'
import { tellOffer } from './offerNotifyUrl'
import { ORIGINS } from './draft'
import { problemLines } from './problemLines'
import type { Setup } from './run'
import { toldOf } from './values'

type Texts<K extends string> = Readonly<Record<K, Words>>

const TEXTS = {
  title: { en: '.env', zh: '.env' },
  set: { en: 'set', zh: '已填' },
  made: { en: 'made', zh: '已生成' },
  proved: {
    en: 'Proved: private key, serial and merchant number are those of {} (valid until {})',
    zh: '已验证：私钥、序列号与商户号均与证书一致：{}（有效期至 {}）',
  },
  unproved: {
    en: 'Not proved: no certificate was found (apiclient_cert.pem) to compare key, serial and merchant number with. Name its folder: --from DIR.',
    zh: '未验证：没有找到证书（apiclient_cert.pem），无法核对私钥、序列号与商户号。请用 --from 指定其所在目录。',
  },
  missing: { en: 'Missing:', zh: '缺少：' },
  wrong: { en: 'Wrong; nothing was written:', zh: '有误，未写入任何内容：' },
  wrongChecked: { en: 'Wrong:', zh: '有误：' },
  setIt: {
    en: 'Run npm run setup in a terminal to be asked for them, or give them by --set NAME=VALUE.',
    zh: '请在终端运行 npm run setup 逐项填写，或用 --set 名称=值 给出。',
  },
  mend: {
    en: 'Put that right, and run npm run setup again.',
    zh: '请先改正上述问题，再运行 npm run setup。',
  },
  closed: {
    en: 'is opened with the merchant number: give it by --set WXPAY_MCHID=NUMBER.',
    zh: '需用商户号打开：请用 --set WXPAY_MCHID=商户号 给出。',
  },
  written: { en: 'Written: .env, for your eyes only (mode 600).', zh: '已写入 .env（仅本人可读，权限 600）。' },
  backup: { en: 'What it was:', zh: '原文件已备份：' },
  same: { en: '.env has all of it already.', zh: '.env 已完整，无需改动。' },
  fine: { en: '.env is complete.', zh: '.env 完整无误。' },
  next: {
    en: 'Next: npm run doctor -- --offline. It names what else is to be done before npm run build.',
    zh: '下一步：npm run doctor -- --offline，它会列出 npm run build 之前还需处理的事项。',
  },
} as const satisfies Texts<string>

export function report(setup: Setup, language: Language, isCheck: boolean): string {
  const say = (name: keyof typeof TEXTS): string => TEXTS[name][language]
  return [
    textTable([{ title: say('title') }, { title: '' }, { title: '' }], rowsOf(setup, say)),
    '',
    ...proofOf(setup, say),
    ...(setup.wrong.length > 0
      ? [say(isCheck ? 'wrongChecked' : 'wrong'), ...setup.wrong.flatMap((problem) => problemLines(problem, language))]
      : []),
    ...(setup.missing.length > 0
      ? [
          say('missing'),
          ...setup.missing.map((name) => missingLine(name, language)),
          ...(setup.offer ? [`    ${tellOffer(setup.offer, language)}`] : []),
          ...setup.closed.map((name) => `  ${name} ${say('closed')}`),
          ...(setup.wrong.length > 0 ? [] : [say('setIt')]),
        ]
      : []),
    ...(setup.wrong.length > 0 ? [say('mend')] : []),
    ...endOf(setup, isCheck, say),
  ].join('\n')
}

export const reportJson = ({ proof, origins, offer, closed, ...setup }: Setup): string =>
  JSON.stringify(
    {
      ok: setup.exitCode === 0,
      exitCode: setup.exitCode,
      isWritten: setup.isWritten,
      ...(setup.backup !== undefined && { backup: setup.backup }),
      settings: Object.entries(origins).map(([name, from]) => ({ name, from })),
      provedBy: isProved(setup) ? (proof.certificate?.from.told ?? null) : null,
      ...(closed.length > 0 && { closed }),
      missing: setup.missing.map((name) => ({ name, ...toldOf(name) })),
      wrong: setup.wrong.map(({ name, problem }) => ({ name, problem, zh: inChinese(problem) ?? null })),
      ...(offer?.kind === 'offered' && { offeredNotifyUrl: offer.url }),
    },
    null,
    2,
  )

type Say = (name: keyof typeof TEXTS) => string

const rowsOf = ({ origins }: Setup, say: Say): string[][] =>
  Object.entries(origins).map(([name, from]) => [
    `  ${name}`,
    from === ORIGINS.made ? say('made') : say('set'),
    from === ORIGINS.made ? '' : from,
  ])

/** Nothing is said of what belongs together while something of it is wrong or missing. */
function proofOf(setup: Setup, say: Say): string[] {
  const { certificate } = setup.proof
  if (setup.wrong.length > 0) return []
  if (!certificate) return [say('unproved')]
  if (!isProved(setup)) return []
  const until = new Date(validityOf(certificate.value).toMs).toISOString().slice(0, 10)
  return [say('proved').replace('{}', certificate.from.told).replace('{}', until)]
}

const isProved = ({ wrong, missing }: Pick<Setup, 'wrong' | 'missing'>): boolean =>
  wrong.length === 0 && !PROVED.some((name) => missing.includes(name))

const PROVED = ['WXPAY_PRIVATE_KEY', 'WXPAY_SERIAL', 'WXPAY_MCHID']

function missingLine(name: string, language: Language): string {
  const told = toldOf(name)
  if (!told) return `  ${name}`
  const [open, close] = language === 'zh' ? ['（', '）'] : [' (', ')']
  return `  ${name}: ${told.what[language]}${open}${told.where[language]}${close}`
}

function endOf({ exitCode, isWritten, backup }: Setup, isCheck: boolean, say: Say): string[] {
  if (isCheck) return exitCode === 0 ? [say('fine')] : []
  if (!isWritten) return []
  return [
    say('written'),
    ...(backup === undefined ? [] : [`${say('backup')} ${backup}`]),
    ...(exitCode === 0 ? [say('next')] : []),
  ]
}
