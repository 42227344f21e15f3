// The findings in docs/troubleshooting.md, and what a deployment says: what stands between `<!-- findings:begin NAME -->` and `<!-- findings:end -->`.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { CLOUD_FAILURE_TEXTS } from '../cloud/failures'
import { fill, SMOKE, tellTrouble, TROUBLES } from '../deploy/texts'
import { exitCodeOf, type TroubleId } from '../deploy/troubles'
import type { Language } from '../language'
import type { FindingTexts } from './findingText'
import { OFFLINE_FINDINGS } from './findings'
import { ONLINE_FINDINGS } from './online/findings'
import { TEXTS } from './report'

type Block = (root: string, language: Language) => string

const BLOCKS: Readonly<Record<string, Block>> = {
  offline: sectionsOf(OFFLINE_FINDINGS),
  online: sectionsOf(ONLINE_FINDINGS),
  deploy: (_, language) =>
    tableOf(
      [TABLE.says[language], TABLE.exitCode[language]],
      (Object.keys({ ...CLOUD_FAILURE_TEXTS, ...TROUBLES }) as TroubleId[]).map((id) => [
        tellTrouble({ id, detail: '…' }, language),
        String(exitCodeOf(id)),
      ]),
    ),
  smoke: (_, language) =>
    tableOf(
      [TABLE.says[language]],
      Object.values(SMOKE).map((says) => [says[language]]),
    ),
}

const TABLE = { says: { en: 'it says', zh: '提示' }, exitCode: { en: 'exit code', zh: '退出码' } } as const

/** @throws {Error} a finding leads to a heading that is not there */
function sectionsOf(findings: FindingTexts): Block {
  return (root, language) =>
    Object.keys(findings)
      .map((id) => section(id, findings, root, language))
      .join('\n')
}

function tableOf(titles: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`
  const said = rows.map((cells) => line(cells.map((text) => escaped(fill(text, '…')))))
  return `${[line(titles), line(titles.map(() => '---')), ...said].join('\n')}\n`
}

const MARKED = /(<!-- findings:begin (.+?) -->\n)[^]*?(<!-- findings:end -->)/g

/**
 * Puts every block of a page of docs/ or docs/zh-CN/ in order.
 * @param root the project's folder
 * @throws {Error} there is no block of that name, or a finding leads to a heading that is not there
 */
export const fillFindings = (markdown: string, root: string, language: Language): string =>
  markdown.replace(MARKED, (_, begin: string, name: string, end: string) => {
    const block = BLOCKS[name]
    if (!block) throw new Error(`findings:begin ${name}: expected one of ${Object.keys(BLOCKS).join(', ')}`)
    return `${begin}\n${block(root, language)}\n${end}`
  })

function section(id: string, findings: FindingTexts, root: string, language: Language): string {
  const found = findings[id]
  if (!found) throw new Error(`${id}: is no finding`)
  const { level, what, why, cure, link } = found
  const [colon, stop] = language === 'zh' ? ['：', '。'] : [': ', '.']
  const lead = `${what[language]}${stop}`
  const place = placeOf(link, root, language)
  return `#### \`${id}\`

${capital(TEXTS[level][language])}${colon}${lead}

- ${TEXTS.why[language]}${colon}${why[language]}
- ${TEXTS.cure[language]}${colon}${escaped(cure[language])}
- ${TEXTS.more[language]}${colon}[${pageOf(link)}](${place})
`
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1)
/** What Markdown would take for its own. */
const escaped = (text: string): string => text.replace(/[*<>]/g, (mark) => `\\${mark}`)

const pageOf = (link: string): string => (link.split('#')[0] ?? '').replace('docs/', '')

/** From a page of docs/ in this language. The Chinese pages have the same headings in the same order, under names of their own. */
function placeOf(link: string, root: string, language: Language): string {
  const [path = '', anchor] = link.split('#')
  const page = path.replace('docs/', '')
  if (anchor === undefined) return page
  const index = anchorsOf(join(root, path)).indexOf(anchor)
  if (index < 0) throw new Error(`${link}: there is no such heading`)
  const own = language === 'en' ? anchor : anchorsOf(join(root, 'docs/zh-CN', page))[index]
  return own === undefined ? page : `${page}#${own}`
}

/** As GitHub makes them of headings. */
export const anchorsOf = (file: string): string[] =>
  (existsSync(file) ? (readFileSync(file, 'utf8').match(/^#+ .*$/gm) ?? []) : []).map((line) =>
    line
      .replace(/^#+ /, '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
