// The card in a mini-program that is not this kit's: copied as docs/recipes/mini-program.md says, among styles and a cloud of
// its own.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answer, NONE, SESSION } from './support/cannedCloud'
import { lookAt } from './support/looks'
import { scaleCard } from './support/scalers'
import { ROOTS, withWorld, type World } from './support/world'

let world: World
withWorld((started) => (world = started))

const FILES: Readonly<Record<string, string>> = {
  'app.json': JSON.stringify({
    pages: ['pages/mine/index'],
    window: { navigationBarTitleText: '别家小程序', restartStrategy: 'homePageAndLatestPage' },
    navigateToMiniProgramAppIdList: ['wxbd687630cd02ce1d'],
    style: 'v2',
    darkmode: true,
  }),
  'app.ts': "App({ onLaunch() { wx.cloud.init({ env: 'of-another-product' }) } })",
  // What a merchant's app may well have; a card keeps its own.
  'app.wxss':
    'button { width: 60%; color: red; } .card { padding: 90px; } .title { display: none; } .heard { color: #333333; background: #ffffff; }',
  'pages/mine/index.json': '{ "usingComponents": { "entrust-sign": "/components/entrust-sign/index" } }',
  'pages/mine/index.ts': 'Page({ data: { heard: "" }, hear(event: object) { this.setData({ heard: "declined" }) } })',
  'pages/mine/index.wxml':
    '<view><entrust-sign bind:declined="hear" /><view class="heard" wx:if="{{heard}}">{{heard}}</view></view>',
}

it('looks as it does in its own, signs, and tells the page', async () => {
  const root = mkdtempSync(join(tmpdir(), 'foreign-'))
  for (const folder of ['components/entrust-sign', 'entrust', 'wx']) {
    cpSync(join(ROOTS.merchant, folder), join(root, folder), { recursive: true })
  }
  for (const [file, text] of Object.entries(FILES)) {
    mkdirSync(join(root, file, '..'), { recursive: true })
    writeFileSync(join(root, file), text)
  }
  const phone = await world.open('oForeign', { queryContract: NONE, preEntrustSign: SESSION }, undefined, {
    merchant: root,
  })
  await phone.sees('unsigned', '开通免密支付')
  await phone.button('decline').click()
  await phone.merchant.getByText('declined').waitFor()
  await answer(phone, { preEntrustSign: SESSION })
  await phone.agreeAndOpen()
  await phone.allow()
  await phone.signing.locator('wx-button').first().waitFor()
  await phone.back()
  await phone.seesInTime('expired')
  await phone.stopTime()
  expect(await lookAt(phone, 'merchant', 'Z-foreign', scaleCard)).toEqual([])
  expect(await phone.problems()).toEqual([])
  rmSync(root, { recursive: true })
})
