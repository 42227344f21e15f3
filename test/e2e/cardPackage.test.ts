// The card as a package, in a mini-program of somebody else's in plain JavaScript: installed from `npm pack`, packed as WeChat's tools
// do it (`npm run check:wechat` has them do it themselves), and used as its README says, or not quite.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writePackage } from '../../scripts/build/entrustSign'
import { kitPlan } from '../../scripts/build/kitPlan'
import { makeForeignApp, packedPlace } from '../../scripts/checkWechat/foreignApp'
import { NONE } from './support/cannedCloud'
import { withWorld, type World } from './support/world'

jest.setTimeout(180_000)

let world: World
withWorld((started) => (world = started))

let made: string
let app: string
beforeAll(async () => {
  made = mkdtempSync(join(tmpdir(), 'card-package-'))
  await writePackage(kitPlan([]), join(made, 'package'))
  app = join(made, 'app')
  const { from, to } = packedPlace(app, makeForeignApp(app, join(made, 'package')))
  cpSync(from, to, { recursive: true })
})
afterAll(() => rmSync(made, { recursive: true }))

/** The same mini-program with some files otherwise. */
function appWith(name: string, files: Readonly<Record<string, string>>): { merchant: string } {
  const merchant = join(made, name)
  cpSync(app, merchant, { recursive: true })
  for (const [file, text] of Object.entries(files)) writeFileSync(join(merchant, file), text)
  return { merchant }
}

const COLOURED = '[data-button=open]'

it('signs with the real functions, in the words and colours of that app, and tells its page', async () => {
  const phone = await world.open('oCardPackage', {}, undefined, { merchant: app })
  await phone.sees('unsigned', '以后再说')
  const background = await phone.merchant
    .locator(COLOURED)
    .evaluate((button) => (globalThis as unknown as Styled).getComputedStyle(button).backgroundColor)
  expect(background).toBe('rgb(26, 86, 219)')
  await phone.signUp()
  await phone.merchant.getByText('heard: signed').waitFor()
  expect(world.contractOf('oCardPackage')).toMatchObject({ state: 'SIGNED' })
  expect(await phone.problems()).toEqual([])
})

/** What a browser has, as far as this file asks it. */
interface Styled {
  getComputedStyle: (element: unknown) => { backgroundColor: string }
}

const CONFIGURE = "const { configure } = require('@wechatpay-entrust-kit/entrust-sign')\n"
const REST = 'App({ onLaunch() { wx.cloud.init() } })\n'

it.each([
  [
    'no configure',
    { 'app.js': REST },
    '开发者提示：请先在 app.js 里调用 configure({ terms, agreement })，写法见本卡片的 README',
  ],
  [
    'half the terms',
    {
      'app.js': `${CONFIGURE}const { terms, agreement } = require('./entrustTexts')
        delete terms.payee
        terms.limitPerDay = 200
        configure({ terms, agreement })\n${REST}`,
    },
    '开发者提示：terms 的 payee 不能为空; terms 的 limitPerDay 不能为空',
  ],
  [
    'Skyline on the page',
    {
      'pages/mine/index.json':
        '{ "renderer": "skyline", "usingComponents": { "entrust-sign": "@wechatpay-entrust-kit/entrust-sign/card/index" } }',
    },
    '开发者提示：本卡片不支持 Skyline，请在所在页面的 JSON 里写 "renderer": "webview"',
  ],
] as const)('with %s it lets nobody sign, and says in one sentence what to do', async (name, files, sentence) => {
  const phone = await world.open('oNobody', {}, undefined, appWith(name, files))
  await phone.sees('misconfigured', sentence)
  expect(await phone.merchant.locator('wx-button').count()).toBe(0)
  expect(world.local.cloud.db.find('contracts').filter((record) => record['openid'] === 'oNobody')).toEqual([])
})

it('is there in a Skyline app whose page is drawn by WebView', async () => {
  const appJson = {
    pages: ['pages/mine/index'],
    renderer: 'skyline',
    navigateToMiniProgramAppIdList: ['wxbd687630cd02ce1d'],
  }
  const roots = appWith('skyline-app', { 'app.json': JSON.stringify(appJson) })
  const phone = await world.open('oSkylineApp', { queryContract: NONE }, undefined, roots)
  await phone.sees('unsigned', '以后再说')
})

it('asks by other means where the app has some', async () => {
  const own = `callFunction: ({ name }) => Promise.resolve({ result: { ok: true, state: 'signed', out_contract_code: name, signedAtMs: 1 } })`
  const roots = appWith('own-call', {
    'app.js': `${CONFIGURE}configure({ ...require('./entrustTexts'), ${own} })\nApp({})\n`,
  })
  const phone = await world.open('oOwnCall', {}, undefined, roots)
  await phone.sees('signed')
})
