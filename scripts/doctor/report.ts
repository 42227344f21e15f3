// What `npm run doctor` prints.
import type { Language } from '../language'
import { detailInChinese } from './detailInChinese'
import { FINDINGS, type Finding } from './findings'
import type { Look } from './look'

export const TEXTS = {
  error: { en: 'error', zh: '错误' },
  warning: { en: 'warning', zh: '警告' },
  why: { en: 'Why', zh: '影响' },
  cure: { en: 'Cure', zh: '处理' },
  more: { en: 'More', zh: '详见' },
  next: {
    en: 'Next: npm run deploy -- --dry-run, which only tells what it would do.',
    zh: '下一步：npm run deploy -- --dry-run，它只说明将做什么。',
  },
  fine: { en: 'Nothing is wrong.', zh: '未发现问题。' },
  asking: { en: 'Asking WeChat Pay and the cloud ...', zh: '正在询问微信支付与云端……' },
  notLoggedIn: {
    en: 'The cloud was not looked at: nobody is logged in. After npx tcb login, run this again.',
    zh: '未检查云端：尚未登录。运行 npx tcb login 之后再次运行本命令。',
  },
  settingsFirst: {
    en: 'WeChat Pay and the cloud were not asked: the settings come first.',
    zh: '未询问微信支付与云端：请先处理配置问题。',
  },
} as const

export const isError = ({ id }: Finding): boolean => FINDINGS[id].level === 'error'

export function report(findings: readonly Finding[], language: Language, leftOut?: Look['leftOut']): string {
  const rest = leftOut === undefined ? [] : [TEXTS[leftOut][language]]
  if (findings.length === 0) return [TEXTS.fine[language], ...rest].join('\n\n')
  const errors = findings.filter(isError).length
  const warnings = findings.length - errors
  const sum = language === 'zh' ? `${errors} 个错误，${warnings} 个警告。` : `Errors: ${errors}. Warnings: ${warnings}.`
  return [...findings.map((finding) => paragraph(finding, language)), sum, ...rest].join('\n\n')
}

function paragraph(finding: Finding, language: Language): string {
  const { level, what, why, cure } = FINDINGS[finding.id]
  const colon = language === 'zh' ? '：' : ': '
  const detail = detailOf(finding, language)
  return [
    `${TEXTS[level][language]} ${finding.id}`,
    `  ${what[language]}${detail === undefined ? '' : colon + detail}`,
    `  ${TEXTS.why[language]}${colon}${why[language]}`,
    `  ${TEXTS.cure[language]}${colon}${cure[language]}`,
    `  ${TEXTS.more[language]}${colon}${linkOf(finding, language)}`,
  ].join('\n')
}

/** What exactly, in that language. */
export const detailOf = ({ detail, detailZh }: Finding, language: Language): string | undefined =>
  language === 'en' || detail === undefined ? detail : (detailZh ?? detailInChinese(detail))

/** Where the documents speak Chinese too. */
const linkOf = (finding: Finding, language: Language): string =>
  language === 'zh' ? placeOf(finding).replace(/^docs\//, 'docs/zh-CN/') : placeOf(finding)

const placeOf = ({ id, link }: Finding): string => link ?? `docs/troubleshooting.md#${id}`

export const reportJson = (findings: readonly Finding[], leftOut?: Look['leftOut']): string =>
  JSON.stringify(
    {
      ok: !findings.some(isError),
      ...(leftOut !== undefined && { leftOut }),
      findings: findings.map((finding) => ({
        id: finding.id,
        ...FINDINGS[finding.id],
        ...(finding.detail !== undefined && { detail: finding.detail }),
        link: placeOf(finding),
      })),
    },
    null,
    2,
  )
