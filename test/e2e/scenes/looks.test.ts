// What the scenes show, at 3 widths, in 2 themes, at 3 text sizes, with the checks of ../states.test.ts.
import { CHECKOUT_STATES } from '../support/checkoutStates'
import { lookAt } from '../support/looks'
import type { PhonePage } from '../support/phonePage'
import { writeIndex } from '../support/pictures'
import { scaleCard, scaleRoot, scaleScreen } from '../support/scalers'
import { withWorld, type World } from '../support/world'

describe('the checkout', () => {
  let world: World
  withWorld((started) => (world = started))
  afterAll(writeIndex)

  it.each(CHECKOUT_STATES)('$name looks right everywhere', async ({ name, state, sign, at, reach }) => {
    const phone = await world.openScene('pay-redirect-sign', `o${name}`, at)
    await reach?.(phone)
    await phone.seesInTime(state)
    if (sign !== undefined) await phone.seesSignInTime(sign)
    await phone.stopTime()
    expect(await lookAt(phone, 'merchant', name, scaleCard)).toEqual([])
    expect(await phone.problems()).toEqual([])
  })

  const sheets: Record<string, (phone: PhonePage) => Promise<void>> = {
    'Z-cashier-bill': async () => undefined,
    'Z-cashier-offer': async (phone) => {
      await phone.sheetButton('支付').click()
      await phone.sheetButton('开通').click()
      await phone.sheet.getByText('请先勾选协议').waitFor()
    },
    'Z-cashier-paid': async (phone) => {
      await phone.choose('WeChat Pay answers', '500 to pre-sign only')
      await phone.sheetButton('取消').click()
      await phone.page.getByRole('button', { name: 'New order' }).click()
      await phone.goToCashier()
      await phone.sheetButton('支付').click()
      await phone.sheetButton('完成').waitFor()
    },
    'Z-cashier-no-password': async (phone) => {
      await phone.sheetButton('支付').click()
      await phone.takeOffer()
      await phone.seesInTime('paid')
      await phone.page.getByRole('button', { name: 'New order' }).click()
      await phone.button('payUnder').click()
      await phone.sheetButton('完成').waitFor()
    },
  }

  it.each(Object.entries(sheets))('%s looks right everywhere', async (name, reach) => {
    const phone = await world.openScene('pay-redirect-sign', `o${name}`)
    await phone.goToCashier()
    await reach(phone)
    await phone.stopTime()
    expect(await lookAt(phone, 'sheet', name, scaleScreen)).toEqual([])
  })
})

describe("the merchant's own app", () => {
  let world: World
  withWorld((started) => (world = started), 'combine-papay')
  afterAll(writeIndex)

  const steps: Record<string, (phone: PhonePage) => Promise<void>> = {
    'Z-app-start': (phone) => phone.app.locator('#open').click(),
    'Z-app-launch': async (phone) => {
      await phone.app.locator('#login').click()
      await phone.app.getByText('已登录').waitFor()
      await phone.app.locator('#agree').check()
      await phone.app.locator('#open').click()
      await phone.app.locator('#launch').waitFor()
    },
  }

  it.each(Object.entries(steps))('%s looks right everywhere', async (name, step) => {
    const phone = await world.openScene('app', `o${name}`)
    await step(phone)
    expect(await lookAt(phone, 'app', name, scaleRoot)).toEqual([])
  })
})
