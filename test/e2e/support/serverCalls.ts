// What the merchant's own server does with an order that is paid, as a person has it done beside the phone: all of it given back, and
// the day's bill matched.
import type { PhonePage } from './phonePage'
import type { World } from './world'

const HALF = '¥1.75'

/** Opens the newest line with these words and reads what the drawer has of it. */
async function opened({ page }: PhonePage, words: string, tab: string): Promise<string> {
  await page.locator('#happened li', { hasText: words }).last().click()
  await page.locator('#drawer').getByRole('tab', { name: tab }).click()
  const shown = await page.locator('#drawer-panel').innerText()
  await page.keyboard.press('Escape')
  return shown
}

/** Half of it, then the rest; until both are known to be there, and the merchant's server has been told of each. */
export async function giveBackAll(phone: PhonePage, { local }: World): Promise<void> {
  const { page } = phone
  await page.getByText('¥3.50 of ¥3.50 is left').waitFor()
  await page.getByRole('button', { name: 'Refund half' }).click()
  await phone.happened("Merchant's server asks refundOrder", HALF, 'PROCESSING')
  await page.getByText('¥1.75 of ¥3.50 is left').waitFor()
  await page.getByRole('button', { name: 'Refund the rest' }).click()
  await page.getByText('all of the last order is given back').waitFor()
  expect(await page.getByRole('button', { name: 'Refund half' }).isDisabled()).toBe(true)
  await phone.happened('Refund notification, attempt 1', '204')
  await page.locator('#happened .fold', { hasText: '× 2' }).first().waitFor()
  await local.wechatPay.control.settled()
  await local.cloud.fireTimer('upkeep')
  await phone.happened("Merchant's server is told REFUND_SUCCESS", '204')
  await page.locator('#contract-tabs').getByRole('tab', { name: 'Told' }).click()
  await page.locator('#told > li', { hasText: 'REFUND_SUCCESS' }).nth(1).waitFor()
  expect(await opened(phone, 'Refund is SUCCESS', 'After')).toContain('"state": "SUCCESS"')
}

/** The day after. @returns what the function answered, as the drawer has it */
export async function matchBill(phone: PhonePage): Promise<string> {
  const { page } = phone
  expect(await page.getByRole('button', { name: "Match the day's bill" }).isDisabled()).toBe(true)
  await page.getByRole('button', { name: '+1 day' }).click()
  await page.getByRole('button', { name: "Match the day's bill" }).click()
  await phone.happened("Merchant's server asks contractAdmin", 'rows of the bill', 'agrees')
  return opened(phone, "Merchant's server asks contractAdmin", 'Output')
}
