// `npm run picture`: takes the picture of the phone in the README anew, by going through the journey in a browser.
import { mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import type { Page } from 'playwright-core'
import { startLocalWechat } from '../sandbox/localWechat'
import { choiceOf, Stage } from '../sandbox/phone/stage'
import { startPhone } from '../sandbox/phone/startPhone'
import { openBrowser } from './browser/openBrowser'
import { buildAll } from './build/buildAll'
import { kitPlan, ROOT } from './build/kitPlan'
import { reportFailure } from './build/report'
import { kilobytes } from './textTable'

const FILE = join(ROOT, 'docs/images/phone.png')
/** What a reader of the README should have to load. */
const LIMIT_BYTES = 200_000
const VIEWPORT = { width: 1280, height: 848 }

async function main(): Promise<void> {
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
    const page = await browser.newPage({ viewport: VIEWPORT, locale: 'en-US' })
    await page.goto(phone.url)
    await signUp(page)
    mkdirSync(dirname(FILE), { recursive: true })
    await page.screenshot({ path: FILE, animations: 'disabled' })
  } finally {
    await browser.close()
    await phone.close()
    await stage.close()
  }
  tellSize()
}

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
  await page.locator('#happened li', { hasText: 'Notification, attempt 1' }).waitFor()
  // The pointer rests where it changes nothing.
  await page.mouse.move(0, 0)
}

function tellSize(): void {
  const { size } = statSync(FILE)
  console.log(`${FILE}: ${kilobytes(size)}`)
  if (size > LIMIT_BYTES) throw new Error(`the picture may have ${kilobytes(LIMIT_BYTES)}`)
}

main().catch((error: unknown) => {
  console.error(reportFailure(error, process.stderr.isTTY))
  process.exitCode = 1
})
