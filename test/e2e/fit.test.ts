// The page around the phone on every window, in both languages and both themes; the first run; and by keyboard alone.
import { buildSync } from 'esbuild'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import type { Finding } from './support/finding'
import { PhonePage } from './support/phonePage'
import { pictureFile, TAKES_ALL } from './support/pictures'
import { withWorld, type World } from './support/world'

let world: World
// The kind of merchant with the most beside its phone.
withWorld((started) => (world = started), 'combine-papay')

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1280, height: 720 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
]
const CHECKS = buildSync({
  entryPoints: [join(__dirname, 'inPage/shellChecks.ts')],
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
}).outputFiles[0]?.text

/** The page as a newcomer finds it, checks and all. */
async function openIn(locale: string, account: string): Promise<PhonePage> {
  const phone = await PhonePage.make(await (await world.context(locale)).newPage(), account)
  await phone.page.goto(world.phone.url)
  await phone.sees('unsigned')
  await phone.page.evaluate(CHECKS ?? '')
  return phone
}

/** The phone takes its size when the window has taken its own. */
const UNTIL_DRAWN = 'new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))'

const flawsOf = async (page: Page, variant: string): Promise<string[]> =>
  (await page.evaluate<Finding[]>('findShellFlaws()')).map(({ rule, what }) => `${variant}: ${rule}: ${what}`)

/** Every window, light and dark; on the narrow ones the drawer, too. */
async function lookAround({ page }: PhonePage, language: string): Promise<string[]> {
  const flaws: string[] = []
  const look = async (variant: string): Promise<void> => {
    const found = await flawsOf(page, variant)
    flaws.push(...found)
    if (found.length === 0 && !TAKES_ALL) return
    await page.screenshot({ path: pictureFile('workbench', `${language}-${variant}`), animations: 'disabled' })
  }
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme })
    for (const size of SIZES) {
      await page.setViewportSize(size)
      await page.evaluate(UNTIL_DRAWN)
      const variant = `${size.width}-${colorScheme}`
      await look(variant)
      if (!(await page.locator('#btn-controls').isVisible())) continue
      await page.locator('#btn-controls').click()
      await look(`${variant}-controls`)
      await page.locator('#btn-controls').click()
    }
  }
  return flaws
}

it('fits and can be read on every window, whatever is on it; four hints lead through the first run', async () => {
  const phone = await openIn('zh-CN', 'oUser-1')
  const { page } = phone
  const hint = page.locator('#hints-steps [aria-current=step]')
  expect(await page.locator('#hints-steps li').allTextContents()).toEqual([
    '1勾选协议',
    '2点绿色按钮',
    '3在微信支付签约',
    '4返回商户',
  ])
  await phone.agree()
  await hint.filter({ hasText: '点绿色按钮' }).waitFor()
  await phone.button('open').click()
  await phone.allow()
  await hint.filter({ hasText: '在微信支付签约' }).waitFor()
  await phone.sign()
  await hint.filter({ hasText: '返回商户' }).waitFor()
  await phone.signingButton('完成').click()
  await phone.seesInTime('signed')
  await page.getByText('接下来试试：通知 → 从不').waitFor()
  await page.locator('#rail [aria-current=step]', { hasText: /^SIGNED$/ }).waitFor()
  // Amber and red are to be read as well.
  await page.getByLabel('微信支付应答').selectOption('429')
  await page.getByRole('switch', { name: '断网' }).click()
  await page.getByRole('button', { name: '重启小程序' }).click()
  await phone.happened('callFunction queryContract')
  expect(await lookAround(phone, 'zh')).toEqual([])
  await page.getByRole('button', { name: 'English' }).click()
  expect(await lookAround(phone, 'en')).toEqual([])
  // What is to be tried is set by the hint itself, and it does not come again.
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.getByRole('button', { name: 'All well' }).click()
  await page.getByRole('button', { name: 'Set it, as the next user' }).click()
  expect(await page.getByLabel('Account').inputValue()).toBe('oUser-2')
  await page.locator('.is-wrong #sel-notification').waitFor()
  expect(await page.getByLabel('Notification').inputValue()).toBe('never')
  await page.reload()
  await phone.sees('unsigned')
  expect(await page.locator('#hints').isVisible()).toBe(false)
})

it('the keyboard reaches everything, opens the drawer, leaves it and comes back; the arrows go from tab to tab', async () => {
  const { page } = await openIn('en-US', 'oUser-3')
  const stops = await page.evaluate<string[]>('findStops()')
  const reached = new Set<string>()
  for (let presses = 0; presses < stops.length + 30; presses++) {
    await page.keyboard.press('Tab')
    reached.add(await page.evaluate<string>('stopName(document.activeElement)'))
  }
  expect(stops.length).toBeGreaterThan(30)
  expect(stops.filter((stop) => !reached.has(stop))).toEqual([])
  await page.getByRole('tab', { name: 'Overview' }).focus()
  for (const [key, name] of [
    ['ArrowLeft', 'Others'],
    ['Home', 'Overview'],
    ['ArrowRight', 'Record'],
  ] as const) {
    await page.keyboard.press(key)
    await page.locator('[role=tab][aria-selected=true]:focus', { hasText: name }).waitFor()
  }
  await page.setViewportSize({ width: 1024, height: 768 })
  const button = page.getByRole('button', { name: 'Controls' })
  const account = page.getByLabel('Account')
  expect(await account.isVisible()).toBe(false)
  await button.press('Enter')
  await account.focus()
  await page.keyboard.press('Escape')
  await page.locator('#btn-controls:focus[aria-expanded=false]').waitFor()
  expect(await account.isVisible()).toBe(false)
})

it('a new line and a jump stand out for 600 ms, and nothing moves for whoever wants no motion', async () => {
  const { page } = await openIn('en-US', 'oUser-3')
  await page.emulateMedia({ reducedMotion: 'no-preference' })
  const motions = (): Promise<string[]> =>
    page.evaluate<string[]>(`['.hop.is-new', '.frames iframe.is-front'].map((selector) => {
      const { animationName, animationDuration } = getComputedStyle(document.querySelector(selector))
      return animationName + ' ' + animationDuration
    })`)
  expect(await motions()).toEqual(['new-line 0.6s', 'come 0.6s'])
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect((await motions()).map((motion) => motion.split(' ')[0])).toEqual(['none', 'none'])
  expect(await page.evaluate<number>('document.getAnimations().length')).toBe(0)
})
