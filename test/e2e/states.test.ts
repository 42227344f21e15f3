// Every state at 3 widths, in 2 themes, at 4 text sizes: no text cut, nothing too small to tap, nothing out of reach, contrast.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { answer, NONE, SIGNED } from './support/cannedCloud'
import { lookAt } from './support/looks'
import { writeIndex } from './support/pictures'
import type { PhonePage } from './support/phonePage'
import { scaleCard, scaleRoot } from './support/scalers'
import { STATES } from './support/states'
import { terms } from '../../miniprogram/entrust/merchant/terms'
import { SAMPLE_RECURRING } from '../miniprogram/support/terms'
import { ROOTS, withWorld, type World } from './support/world'

const { brand, payee, chargeNotice, closing } = terms
const AS_DELIVERED = { brand, payee, chargeNotice, closing }

let world: World
withWorld((started) => (world = started))
afterAll(writeIndex)

describe('the card', () => {
  it.each(STATES)('$name looks right everywhere', async ({ name, state, at, turned, reach }) => {
    const phone = await world.open(`o${name}`, { queryContract: NONE, ...at }, turned)
    await reach?.(phone)
    await phone.seesInTime(state)
    await phone.stopTime()
    expect(await lookAt(phone, 'merchant', name, scaleCard)).toEqual([])
    expect(await phone.problems()).toEqual([])
  })

  it('SXX-misconfigured tells the developer, and has no button', async () => {
    const root = mkdtempSync(join(tmpdir(), 'no-terms-'))
    cpSync(ROOTS.merchant, root, { recursive: true })
    const file = join(root, 'entrust/merchant/terms.ts')
    writeFileSync(file, readFileSync(file, 'utf8').replace(/payee: '[^']*'/, "payee: ''"))
    const phone = await world.open('oNoTerms', { queryContract: NONE }, undefined, { merchant: root })
    await phone.seesInTime('misconfigured')
    await phone.stopTime()
    expect(await lookAt(phone, 'merchant', 'SXX-misconfigured', scaleCard)).toEqual([])
    expect(await phone.merchant.locator('wx-button').count()).toBe(0)
    rmSync(root, { recursive: true })
  })

  it('S01-recurring has price and period above everything, and its buttons on the first screen', async () => {
    const root = mkdtempSync(join(tmpdir(), 'recurring-'))
    cpSync(ROOTS.merchant, root, { recursive: true })
    writeFileSync(
      join(root, 'entrust/merchant/terms.ts'),
      `export const terms = ${JSON.stringify({ ...SAMPLE_RECURRING, ...AS_DELIVERED, summary: '会员自动续费，到期前提醒' })}`,
    )
    const phone = await world.open('oRecurring', { queryContract: NONE }, undefined, { merchant: root })
    await phone.seesInTime('unsigned')
    await phone.stopTime()
    for (const button of ['open', 'decline']) await expectOnFirstScreen(phone, `[data-button=${button}]`)
    await expectOnFirstScreen(phone, '[class$="--price"]')
    expect(await lookAt(phone, 'merchant', 'S01-recurring', scaleCard)).toEqual([])
    rmSync(root, { recursive: true })
  })

  it('shows what a user must know on a small screen without scrolling', async () => {
    const phone = await world.open('oTerms')
    await phone.sees('unsigned')
    // 375 x 667 px: what is left under status bar and title is 603 px high.
    const last = await phone.merchant.locator('[class$="--row"]').last().boundingBox()
    const frame = await phone.page.locator('iframe[name=mp-merchant]').boundingBox()
    await expectOnFirstScreen(phone, '[data-button=open]')
    expect(await phone.merchant.locator('[class$="--row"]').count()).toBeGreaterThanOrEqual(6)
    expect((last?.y ?? Infinity) + (last?.height ?? 0) - (frame?.y ?? 0)).toBeLessThanOrEqual(603)
  })
})

/** Whole, above the phone's own bar, before anything is scrolled. */
async function expectOnFirstScreen(phone: PhonePage, selector: string): Promise<void> {
  const box = await phone.merchant.locator(selector).first().boundingBox()
  const frame = await phone.page.locator('iframe[name=mp-merchant]').boundingBox()
  const bottom = (box?.y ?? Infinity) + (box?.height ?? 0)
  expect(bottom).toBeLessThanOrEqual((frame?.y ?? 0) + (frame?.height ?? 0) - 34)
}

it('closing is at hand without scrolling, in the card and among the settings', async () => {
  const phone = await world.open('oAtHand', { queryContract: SIGNED })
  await phone.sees('signed')
  for (const button of ['manage', 'leave']) await expectOnFirstScreen(phone, `[data-button=${button}]`)
})

describe('the signing stand-in', () => {
  const steps: Record<string, (phone: PhonePage) => Promise<void>> = {
    'Z-sign-ask': async () => undefined,
    'Z-sign-signed': (phone) => phone.sign(),
    'Z-sign-failed': (phone) => phone.signingButton('模拟签约失败').click(),
  }

  it.each(Object.entries(steps))('%s looks right everywhere', async (name, step) => {
    const phone = await world.open(`o${name}`)
    await phone.goToSigning()
    await step(phone)
    await phone.signing.locator('wx-button:not([disabled])').first().waitFor()
    expect(await lookAt(phone, 'signing', name, scaleRoot)).toEqual([])
  })
})

describe('the checks themselves', () => {
  it('find each of the flaws they are there for', async () => {
    const phone = await world.open('oFlawed')
    await phone.sees('unsigned')
    await answer(phone, {})
    const flaws = await lookAt(phone, 'merchant', 'Z-flawed-on-purpose', async (frame) => {
      await frame.evaluate(SPOIL)
    })
    const rules = new Set(flaws.map((flaw) => flaw.split(': ')[1]))
    expect(rules).toEqual(
      new Set([
        'text is cut',
        'tap target is small',
        'contrast is low',
        'button cannot be reached',
        'page scrolls sideways',
        'main button is narrow',
        'last line has one character',
        'line ends within a word',
        'text lies under the home bar',
        'button lies under the home bar',
      ]),
    )
  })
})

const SPOIL = `(() => {
  const style = document.createElement('style')
  style.textContent =
    '[class$="--title"]{width:40px;overflow:hidden;white-space:nowrap}' +
    '[class$="--row__name"]{color:#bbb!important}' +
    '[data-button=decline]{height:30px;min-height:0!important}' +
    '[data-button=open]{width:184px!important}' +
    '[class$="--piece"]{display:inline!important}' +
    '[class$="--row__value"]{width:62px!important;flex:none!important}' +
    '[data-button=read]{position:fixed;bottom:10px;pointer-events:auto}' +
    '[class*="--foot"]{padding-bottom:0!important;position:static!important}' +
    '[class$="--foot"]{pointer-events:none}' +
    '[class$="--card"]{width:900px!important}'
  document.head.append(style)
})()`
