// The phone itself: what it refuses, what it shows, and what a person sees around it.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOTS, withWorld, type World } from './support/world'

const ODD = join(__dirname, 'fixtures/odd')

let world: World
withWorld((started) => (world = started))

const openOdd = (account: string) => world.open(account, {}, undefined, { merchant: ODD })

describe('a mini-program that does what it should not', () => {
  it.each([
    ['missing api', 'wx.chooseInvoiceTitle is not there on this phone'],
    ['rejected promise', 'nobody catches me'],
    ['thrown error', 'thrown in a handler'],
    ['missing handler', 'pages/index/index has no method "notThere"'],
  ])('%s: is told of beside the phone', async (button, text) => {
    const phone = await openOdd('oOdd')
    await phone.merchant.getByRole('button', { name: button }).click()
    await phone.page.locator('#problems-list', { hasText: text }).waitFor()
  })

  it('an unknown tag is told of, and the browser is out of reach', async () => {
    const phone = await openOdd('oOddTag')
    await phone.page.locator('#problems-list', { hasText: '<marquee> is neither' }).waitFor()
    await phone.merchant.getByRole('button', { name: 'browser api' }).click()
    await phone.merchant.getByText('undefined').waitFor()
  })

  it('a jump in the tap is asked about; one a moment later is refused for want of a tap', async () => {
    const phone = await openOdd('oOddJump')
    await phone.merchant.getByRole('button', { name: 'jump now' }).click()
    await phone.page.getByRole('dialog').getByRole('button', { name: '取消' }).click()
    await phone.merchant.getByText('navigateToMiniProgram:fail cancel').waitFor()
    await phone.merchant.getByRole('button', { name: 'jump later' }).click()
    await phone.merchant.getByText('can only be invoked by user TAP gesture').waitFor()
    expect(await phone.page.getByRole('dialog').count()).toBe(0)
  })

  it('a jump that no tap led to is refused', async () => {
    const phone = await openOdd('oOddScript')
    const button = phone.merchant.getByRole('button', { name: 'jump now' })
    await button.dispatchEvent('mousedown', { clientX: 5, clientY: 5 })
    await button.dispatchEvent('mouseup', { clientX: 5, clientY: 5 })
    await phone.merchant.getByText('can only be invoked by user TAP gesture').waitFor()
  })

  it('a disabled button takes no tap, by mouse or by keyboard', async () => {
    const phone = await openOdd('oOddDisabled')
    const button = phone.merchant.getByRole('button', { name: 'disabled' })
    await button.click({ force: true })
    await button.press('Enter')
    expect((await phone.problems()).filter((text) => text.includes('thrown'))).toEqual([])
  })

  it('ticks a checkbox by its label, and goes from page to page and back with titles of their own', async () => {
    const phone = await openOdd('oOddPages')
    const title = phone.page.locator('#nav-title')
    await phone.merchant.getByText('tick me').click()
    await phone.merchant.getByText('ticked yes').waitFor()
    await phone.merchant.getByText('to the next page').click()
    await phone.merchant.getByText('from here').waitFor()
    await title.filter({ hasText: 'Set by itself' }).waitFor()
    await phone.back()
    await title.filter({ hasText: 'Odd' }).waitFor()
    await phone.merchant.getByText('ticked yes').waitFor()
  })
})

it('draws a page by its own sheet and no other page, in the other theme too', async () => {
  const phone = await world.open('oSheets')
  await phone.sees('unsigned')
  const sheets = (): Promise<string[]> =>
    phone.merchant
      .locator('style[data-path^="pages/"]')
      .evaluateAll((styles: { sheet: { disabled: boolean }; dataset: { path: string } }[]) =>
        styles.filter(({ sheet }) => !sheet.disabled).map(({ dataset }) => dataset.path),
      )
  await phone.openPage('/pages/contract/other')
  expect(await sheets()).toEqual(['pages/contract/other'])
  await phone.set('Dark mode', true)
  expect(await sheets()).toEqual(['pages/contract/other'])
})

describe('when the source changes', () => {
  it('starts anew with it, and keeps running the last good one through a mistake', async () => {
    const root = mkdtempSync(join(tmpdir(), 'source-'))
    cpSync(ROOTS.merchant, root, { recursive: true })
    const file = join(root, 'entrust/merchant/terms.ts')
    const text = readFileSync(file, 'utf8')
    const phone = await world.open('oDeveloper', {}, undefined, { merchant: root })
    await phone.sees('unsigned', '青柠商城')
    writeFileSync(file, text.replaceAll('青柠商城', '柑橘商城'))
    await phone.sees('unsigned', '柑橘商城')
    writeFileSync(file, 'export const terms = {{{')
    await phone.page.locator('#problems-list', { hasText: 'entrust/merchant/terms.ts:1' }).waitFor()
    await phone.sees('unsigned', '柑橘商城')
    writeFileSync(file, text)
    await phone.sees('unsigned', '青柠商城')
    expect(await phone.problems()).toEqual([])
    rmSync(root, { recursive: true })
  })
})

describe('the page around the phone', () => {
  it('starts afresh with Reset: nobody has signed, nothing is stored, all is well', async () => {
    const phone = await world.open('oUser-1')
    await phone.signUp()
    await phone.choose('Database', 'down')
    await phone.page.getByRole('button', { name: 'Reset' }).click()
    await phone.sees('unsigned')
    expect(await phone.page.getByLabel('Database').inputValue()).toBe('normal')
    expect(world.local.cloud.db.find('contracts')).toEqual([])
    await phone.signUp()
  })

  it('goes through another kind of merchant by a choice in the header', async () => {
    const phone = await world.open('oUser-2')
    await phone.sees('unsigned')
    await phone.page.getByLabel("Merchant's mode").selectOption('combine-papay')
    await phone.page.locator('body:not(.is-busy)').waitFor()
    await phone.sees('unsigned')
    await phone.signUp()
    expect(world.local.settings['WXPAY_FAMILY']).toBe('combine-papay')
  })

  it('offers the scenes this kind of merchant has, and leaves one it does not have', async () => {
    const phone = await world.open('oUser-3')
    const scenes = phone.page.getByLabel('Scene')
    const names = () =>
      scenes.locator('option').evaluateAll((options: { value: string }[]) => options.map(({ value }) => value))
    await phone.page.getByLabel("Merchant's mode").selectOption('qs')
    await phone.page.locator('body:not(.is-busy)').waitFor()
    expect(await names()).toEqual(['mini-program', 'pay-redirect-sign'])
    await scenes.selectOption('pay-redirect-sign')
    await phone.sees('unpaid')
    await phone.page.getByLabel("Merchant's mode").selectOption('combine-papay')
    await phone.page.locator('body:not(.is-busy)').waitFor()
    expect(await names()).toEqual(['mini-program', 'app'])
    expect(await scenes.inputValue()).toBe('mini-program')
    await phone.sees('unsigned')
  })

  it('gives every control a name, and says what it is', async () => {
    const phone = await world.open('oNames')
    await phone.sees('unsigned')
    const names = await phone.page.evaluate<string[]>(NAMES_OF_CONTROLS)
    expect(names.length).toBeGreaterThan(20)
    for (const name of names) expect(name).toMatch(/\S/)
  })

  it('takes no choice before it knows how things stand: it would be lost', async () => {
    const page = await (await world.context()).newPage()
    let letThrough = (): void => undefined
    const isHeld = new Promise<void>((resolve) => (letThrough = resolve))
    await page.route('**/live', async (route) => {
      await isHeld
      await route.continue()
    })
    await page.goto(world.phone.url)
    const select = page.getByLabel('Notification')
    expect(await select.isDisabled()).toBe(true)
    letThrough()
    await select.selectOption('never')
    expect(await select.isDisabled()).toBe(false)
  })

  it('does not move while a person signs', async () => {
    const phone = await world.open('oStill')
    await phone.sees('unsigned')
    await phone.page.evaluate(WATCH_SHIFTS)
    await phone.signUp()
    expect(await phone.page.evaluate<number>('shifted')).toBeLessThan(0.01)
  })

  it('shows the contract of the user, step by step', async () => {
    const phone = await world.open('oRail')
    const now = phone.page.locator('#rail [aria-current=step]')
    await phone.sees('unsigned')
    expect(await now.count()).toBe(0)
    await phone.agree()
    await now.filter({ hasText: 'PRESIGNED' }).waitFor()
    await phone.button('open').click()
    await phone.allow()
    await phone.sign()
    await phone.signingButton('完成').click()
    await now.filter({ hasText: /^SIGNED$/ }).waitFor()
    await phone.page.locator('dl', { hasText: 'contract_id' }).waitFor()
  })
})

/** Words of its own, or of what it says it is labelled by. */
const NAMES_OF_CONTROLS = `[...document.querySelectorAll('button, select')].filter((one) => one.checkVisibility()).map((one) => {
  const labelledBy = (one.getAttribute('aria-labelledby') || '').split(' ').map((id) => document.getElementById(id))
  const labels = [...labelledBy, ...(one.labels || [])].map((label) => (label ? label.textContent : ''))
  const own = one.tagName === 'SELECT' ? '' : one.textContent
  return [one.getAttribute('aria-label') || '', ...labels, own].join(' ')
})`

const WATCH_SHIFTS = `globalThis.shifted = 0
new PerformanceObserver((list) => { for (const entry of list.getEntries()) if (!entry.hadRecentInput) shifted += entry.value })
  .observe({ type: 'layout-shift', buffered: false })`
