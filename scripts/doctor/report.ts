// What `npm run doctor` prints.
import type { Language } from '../language'
import { FINDINGS, type Finding } from './findings'

const TEXTS = {
  error: { en: 'error', zh: '错误' },
  warning: { en: 'warning', zh: '警告' },
  why: { en: 'Why', zh: '影响' },
  cure: { en: 'Cure', zh: '处理' },
  more: { en: 'More', zh: '详见' },
  fine: { en: 'Nothing is wrong.', zh: '未发现问题。' },
} as const

export const isError = ({ id }: Finding): boolean => FINDINGS[id].level === 'error'

export function report(findings: readonly Finding[], language: Language): string {
  if (findings.length === 0) return TEXTS.fine[language]
  const errors = findings.filter(isError).length
  const warnings = findings.length - errors
  const sum = language === 'zh' ? `${errors} 个错误，${warnings} 个警告。` : `Errors: ${errors}. Warnings: ${warnings}.`
  return [...findings.map((finding) => paragraph(finding, language)), sum].join('\n\n')
}

function paragraph(finding: Finding, language: Language): string {
  const { level, what, why, cure } = FINDINGS[finding.id]
  const colon = language === 'zh' ? '：' : ': '
  return [
    `${TEXTS[level][language]} ${finding.id}`,
    `  ${what[language]}${finding.detail === undefined ? '' : colon + finding.detail}`,
    `  ${TEXTS.why[language]}${colon}${why[language]}`,
    `  ${TEXTS.cure[language]}${colon}${cure[language]}`,
    `  ${TEXTS.more[language]}${colon}${linkOf(finding, language)}`,
  ].join('\n')
}

/** Where the documents speak Chinese too. */
const linkOf = ({ id, link }: Finding, language: Language): string => {
  const path = link ?? FINDINGS[id].link
  return language === 'zh' ? path.replace(/^docs\/settings\.md/, 'docs/zh-CN/settings.md') : path
}

export const reportJson = (findings: readonly Finding[]): string =>
  JSON.stringify(
    {
      ok: !findings.some(isError),
      findings: findings.map(({ id, detail, link }) => ({
        id,
        ...FINDINGS[id],
        ...(detail !== undefined && { detail }),
        ...(link !== undefined && { link }),
      })),
    },
    null,
    2,
  )
