// The settings in README and docs: what stands between `<!-- settings:begin NAME -->` and `<!-- settings:end -->`.
import { FUNCTION_ROLES, NAMES, ROWS, type SettingName } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { KINDS, type Kind, type Role, type Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { choiceOf, useIn } from '../../cloudfunctions/_shared/platform/settings/merchantKinds'
import { isToBeFilledIn } from './dotEnvExample'
import { exampleOf, TOLD } from './told'

type Link = (name: SettingName) => string
type Language = keyof Words
type Block = (link: Link, language: Language) => string

const TEXTS = {
  name: { en: 'name', zh: '名称' },
  what: { en: 'what', zh: '说明' },
  functions: { en: 'functions', zh: '云函数' },
  secrets: { en: 'secrets, in their environment', zh: '机密，存于其环境变量' },
  open: { en: 'in `settings.json`', zh: '存于 `settings.json`' },
  without: { en: ', without a WeChat Pay public key also ', zh: '；未填微信支付公钥时还有 ' },
  either: { en: ' (where it is a secret)', zh: '（为机密时）' },
} as const satisfies Record<string, Words>

const BLOCKS: Readonly<Record<string, Block>> = {
  /** All of them, with what they are. */
  table: (link, language) =>
    table(
      [TEXTS.name[language], TEXTS.what[language]],
      TOLD.flatMap(({ settings }) => settings.map(({ name, what }) => [link(name), what[language]])),
    ),
  /** What every kind of merchant fills in. */
  needed: (link) =>
    NAMES.filter((name) => isToBeFilledIn(ROWS[name]))
      .map(link)
      .join(' '),
  /** Which function reads what, and where it lies. */
  functions: (link, language) =>
    table(
      [TEXTS.functions, TEXTS.secrets, TEXTS.open].map((title) => title[language]),
      ROLES.map((role) => functionsRow(role, link, language)),
    ),
  ...Object.fromEntries(KINDS.map((kind) => [`lines ${kind}`, () => shell(linesOf(kind))])),
  'lines app': () => shell([...linesOf('combine-papay'), ...appLines()]),
}

const ROLES: readonly Role[] = ['callables', 'app', 'notify', 'admin', 'server', 'charges', 'upkeep']

const MARKED = /(<!-- settings:begin (.+?) -->\n)[^]*?(<!-- settings:end -->)/g

/**
 * Puts every block of a Markdown text in order.
 * @param toReference relative path from that text to the settings at length, in its language
 * @throws {Error} there is no block of that name
 */
export const fillBlocks = (markdown: string, toReference: string, language: Language = 'en'): string =>
  markdown.replace(MARKED, (_, begin: string, name: string, end: string) => {
    const block = BLOCKS[name]
    if (!block) throw new Error(`settings:begin ${name}: expected one of ${Object.keys(BLOCKS).join(', ')}`)
    const link: Link = (setting) => `[\`${setting}\`](${toReference}#${setting.toLowerCase()})`
    return `${begin}\n${block(link, language)}\n\n${end}`
  })

const table = (titles: readonly string[], rows: readonly (readonly string[])[]): string =>
  [titles, titles.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')

const shell = (lines: readonly string[]): string => ['```sh', ...lines, '```'].join('\n')

function functionsRow(role: Role, link: Link, language: Language): string[] {
  const functions = Object.entries(FUNCTION_ROLES).filter(([, of]) => of === role)
  const own = NAMES.filter((name) => ROWS[name].for.includes(role))
  const spare = own.filter((name) => ROWS[name].notBeside?.for.includes(role))
  const always = own.filter((name) => ROWS[name].secret !== false && !spare.includes(name))
  const unless = spare.length > 0 ? `${TEXTS.without[language]}${spare.map(link).join(' ')}` : ''
  return [
    functions.map(([name]) => `\`${name}\``).join(' '),
    `${always.map(secretOf(link, language)).join(' ')}${unless}`,
    own
      .filter((name) => ROWS[name].secret === false)
      .map(link)
      .join(' '),
  ]
}

const secretOf = (link: Link, language: Language) => (name: SettingName) =>
  typeof ROWS[name].secret === 'function' ? `${link(name)}${TEXTS.either[language]}` : link(name)

/** What this kind of merchant writes beside what all write. What may be left out is commented out. */
function linesOf(kind: Kind): string[] {
  const own = NAMES.filter((name) => typeof ROWS[name].use !== 'string' && useIn(ROWS[name], kind) !== 'unused')
  const chosen = Object.entries(choiceOf(kind)).map(([name, value]) => `${name}=${value}`)
  return [...chosen, ...own.map((name) => line(name, useIn(ROWS[name], kind) === 'needed'))]
}

const appLines = (): string[] =>
  NAMES.filter((name) => ROWS[name].scene === 'app').map((name) => line(name, ROWS[name].use === 'needed'))

const line = (name: SettingName, isNeeded: boolean): string => `${isNeeded ? '' : '# '}${name}=${exampleOf(name)}`
