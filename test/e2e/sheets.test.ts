// What lies over the card is left by Esc, by the mask around it and by the phone's way back, which then leaves no page; and nothing
// is closed or agreed to by it.
import { NONE, SIGNED } from './support/cannedCloud'
import type { PhonePage } from './support/phonePage'
import { withWorld, type World } from './support/world'

let world: World
withWorld((started) => (world = started))

const byEscape = async (phone: PhonePage): Promise<void> => {
  // The keyboard is where the sheet's own buttons are.
  await phone.merchant.getByRole('dialog').locator('wx-button').first().focus()
  await phone.page.keyboard.press('Escape')
}
const byMask = (phone: PhonePage): Promise<void> =>
  phone.merchant.locator('[class$="--mask"]').click({ position: { x: 20, y: 20 } })
const byTheWayBack = (phone: PhonePage): Promise<void> => phone.back()

async function isLeft(phone: PhonePage, state: string): Promise<void> {
  await phone.merchant.getByRole('dialog').waitFor({ state: 'detached' })
  await phone.sees(state)
  // Still the page it was opened on: only that one has a way back.
  await phone.page.locator('#nav-title', { hasText: '我的免密支付' }).waitFor()
}

it.each([
  ['Esc', byEscape],
  ['the mask', byMask],
  ['the way back', byTheWayBack],
])('the question before closing is left by %s', async (_, leave) => {
  const phone = await world.open('oQuestion', { queryContract: SIGNED, terminateContract: 'never' })
  await phone.sees('signed')
  await phone.openPage('/pages/contract/index')
  await phone.button('manage').click()
  await phone.sees('askClose')
  await leave(phone)
  await isLeft(phone, 'signed')
})

it.each([
  ['Esc', byEscape],
  ['the way back', byTheWayBack],
])('the agreement is left by %s, and the box stays empty', async (_, leave) => {
  const phone = await world.open('oAgreement', { queryContract: NONE })
  await phone.sees('unsigned')
  await phone.openPage('/pages/contract/index')
  await phone.button('read').first().click()
  await phone.merchant.getByRole('dialog').waitFor()
  await leave(phone)
  await isLeft(phone, 'unsigned')
  expect(await phone.button('agree').getAttribute('aria-checked')).toBe('false')
})
