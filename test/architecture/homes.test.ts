// What is no import has a home as well: eslint.config.mjs names it, and refuses it elsewhere.
import { spawnSync } from 'node:child_process'
import { ROOT } from '../support/project'

const LATE = "export const late = async () => import('wx-server-sdk')\n"
const ENV = "export const env = process.env['WXPAY_MODE']\n"
const ENV_BY_IMPORT = "import { env } from 'node:process'\nexport const mode = env['WXPAY_MODE']\n"
const WX = 'export const login = () => wx.login()\n'

/** A text as the text of an existing file, and the rule that refuses it there. */
const CASES: [what: string, text: string, path: string, rule: string | undefined][] = [
  ['late loading in the protocol', LATE, 'cloudfunctions/_shared/wechatpay/client.ts', 'no-restricted-syntax'],
  ['late loading in a function', LATE, 'cloudfunctions/closeOrder/index.ts', 'no-restricted-syntax'],
  ['late loading at its home', LATE, 'cloudfunctions/_shared/platform/database/document/sdk.ts', undefined],
  ['the environment in a flow', ENV, 'cloudfunctions/_shared/orders/askOrder.ts', 'no-restricted-properties'],
  ['the environment by an import', ENV_BY_IMPORT, 'cloudfunctions/_shared/wechatpay/client.ts', 'no-restricted-syntax'],
  ['the environment at its home', ENV, 'cloudfunctions/_shared/platform/log.ts', undefined],
  ['`wx` in a page', WX, 'miniprogram/pages/entrust/index.ts', 'no-restricted-globals'],
  ['`wx` in a component', WX, 'miniprogram/components/entrust-sign/index.ts', 'no-restricted-globals'],
  ['`wx` at its home', WX, 'miniprogram/wx/navigate.ts', undefined],
]

const SCRIPT = `
import { ESLint } from 'eslint'
const eslint = new ESLint({
  ruleFilter: ({ ruleId }) => ruleId.startsWith('no-restricted-'),
  // None of these asks for types, and reading them all takes ten seconds.
  overrideConfig: { files: ['**/*.ts'], languageOptions: { parserOptions: { project: null } } },
})
const told = JSON.parse(process.argv[1]).map(async ([, text, filePath]) => (await eslint.lintText(text, { filePath }))[0].messages)
process.stdout.write(JSON.stringify(await Promise.all(told)))
`

let told: { ruleId: string | null }[][]
beforeAll(() => {
  const args = ['--input-type=module', '-e', SCRIPT, JSON.stringify(CASES)]
  const { stdout, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' })
  if (stdout === '') throw new Error(stderr)
  told = JSON.parse(stdout) as typeof told
})

it.each(CASES.map(([what, , path, rule], index) => ({ what, path, rule, index })))(
  '$what ($path): $rule',
  ({ rule, index }) => {
    expect(told[index]?.map(({ ruleId }) => ruleId)).toEqual(rule === undefined ? [] : [rule])
  },
)
