// `npm run picture`: takes the pictures of the phone in both READMEs anew, by going through the journey in a browser.
import { statSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { startLocalWechat } from '../sandbox/localWechat'
import { choiceOf, Stage } from '../sandbox/phone/stage'
import { startPhone } from '../sandbox/phone/startPhone'
import { openBrowser } from './browser/openBrowser'
import { buildAll } from './build/buildAll'
import { kitPlan, ROOT } from './build/kitPlan'
import { reportFailure } from './build/report'
import { takesNothing } from './takesNothing'
import { kilobytes } from './textTable'

/** By the language of the browser. */
const FILES = { 'en-US': 'docs/images/phone.png', 'zh-CN': 'docs/zh-CN/images/phone.png' } as const
const USERS = { 'en-US': 'oUser-1', 'zh-CN': 'oUser-2' } as const
type Locale = keyof typeof FILES
/** What a reader of the README should have to load. */
const LIMIT_BYTES = 210_000
const VIEWPORT = { width: 1200, height: 680 }

async function main(): Promise<void> {
  takesNothing(
    'npm run picture',
    'Takes the pictures of the phone in both READMEs anew, by going through the journey in a browser.',
  )
  await buildAll(kitPlan(['cloudfunctions']))
  const functionsRoot = join(ROOT, 'dist/cloudfunctions')
  const stage = await Stage.open(
    (choice) => startLocalWechat({ functionsRoot, bringsReceiver: true, ...choice }),
    choiceOf('normal'),
  )
  const roots = { merchant: join(ROOT, 'miniprogram'), signing: join(ROOT, 'sandbox/signing-miniprogram') }
  const phone = await startPhone({ stage, roots, followsSource: false })
  const browser = await openBrowser()
  try {
    phone.watch()
    for (const locale of Object.keys(FILES) as Locale[]) {
      const page = await browser.newPage({ viewport: VIEWPORT, locale })
      await page.addInitScript(comesAgain(USERS[locale]))
      await page.goto(phone.url)
      await page.locator('#happened-clear').click()
      await signUp(page)
      await page.screenshot({ path: join(ROOT, FILES[locale]), animations: 'disabled' })
      await page.close()
    }
  } finally {
    await browser.close()
    await phone.close()
    await stage.close()
  }
  Object.values(FILES).forEach(tellSize)
}

/** Somebody who has been here before, and needs no hints. */
const comesAgain = (account: string): string => `
  localStorage.setItem('phone:hints', 'over')
  localStorage.setItem('phone:settings', '${JSON.stringify({ account })}')`

/** As far as the signed card: then every part of the page has something to show. */
async function signUp(page: Page): Promise<void> {
  const merchant = page.frameLocator('iframe[name=mp-merchant]')
  const signing = page.frameLocator('iframe[name=mp-signing]')
  await merchant.locator('[data-button=agree]').click()
  await page.locator('#rail [aria-current=step]', { hasText: 'PRESIGNED' }).waitFor()
  await merchant.locator('[data-button=open]').click()
  await page.getByRole('button', { name: '允许' }).click()
  await signing.locator('wx-button', { hasText: '同意并签约' }).click()
  await signing.locator('wx-button', { hasText: '完成' }).click()
  await merchant.locator('[data-state=signed]').waitFor()
  await page.locator('#happened li', { hasText: /Notification, attempt 1|通知，第 1 次/ }).waitFor()
  // The pointer rests where it changes nothing.
  await page.mouse.move(0, 0)
}

function tellSize(file: string): void {
  const { size } = statSync(join(ROOT, file))
  console.log(`${file}: ${kilobytes(size)}`)
  if (size > LIMIT_BYTES) throw new Error(`the picture may have ${kilobytes(LIMIT_BYTES)}`)
}

main().catch((error: unknown) => {
  console.error(reportFailure(error, process.stderr.isTTY, 'en'))
  process.exitCode = 1
})
