// The contract beside the phone: whole, this user's, and this scene's.
import { withWorld, type World } from './support/world'

let world: World
withWorld((started) => (world = started))

it('shows code, record, slot, notifications and changes of this scene, and the others apart', async () => {
  const phone = await world.open('oUser-1')
  const { page } = phone
  const tab = (name: string) => page.getByRole('tab', { name }).click()
  const panel = page.getByRole('tabpanel')
  await phone.signUp()
  await page.locator('#rail [aria-current=step]', { hasText: /^SIGNED$/ }).waitFor()
  const record = world.contractOf('oUser-1')
  const code = String(record['_id'])
  expect(await page.locator('#contract-code').textContent()).toBe(code)
  expect(await page.locator('#contract-of').textContent()).toBe(
    `User A oUser-1 · in the mini-program mini-program · service_id ${String(record['service_id'])}`,
  )
  await panel.locator('dd', { hasText: String(record['contract_id']) }).waitFor()

  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const copied = (): Promise<string> => page.evaluate<string>('navigator.clipboard.readText()')
  await page.locator('#contract-copy').click()
  await page.locator('#contract-copy', { hasText: 'Copied' }).waitFor()
  expect(await copied()).toBe(code)
  await tab('Record')
  await panel.getByText('"contract_id"').waitFor()
  await panel.getByRole('button', { name: 'Copy' }).click()
  await panel.getByRole('button', { name: 'Copied' }).waitFor()
  expect(JSON.parse(await copied())).toEqual(JSON.parse(JSON.stringify(world.contractOf('oUser-1'))))
  await tab('Slot')
  await panel.getByText(code).first().waitFor()
  await tab('Notifications')
  await panel.getByText('SANDBOX_PASSWORD_EXEMPT.SIGN').first().waitFor()
  await tab('Told')
  await panel.locator('.change', { hasText: 'SIGNED' }).waitFor()

  // As much room as there is, and What happened in sight all the same.
  const height = async () => (await panel.boundingBox())?.height ?? 0
  const before = await height()
  await page.getByRole('button', { name: 'Expand' }).click()
  expect(await height()).toBeGreaterThan(before * 1.5)
  expect((await page.locator('.happened').boundingBox())?.height).toBeGreaterThanOrEqual(140)

  // Another scene, and another user.
  await page.getByLabel('Scene').selectOption('pay-redirect-sign')
  await phone.sees('underContract')
  await page.locator('#contract-code', { hasText: /^$/ }).waitFor({ state: 'attached' })
  expect(await page.locator('#rail [aria-current=step]').count()).toBe(0)
  await panel.getByText('Nothing yet').waitFor()
  await tab('Others')
  await panel.locator('summary', { hasText: code }).filter({ hasText: 'in the mini-program' }).click()
  await panel.getByText('"contract_id"').waitFor()
  await page.getByLabel('Account').selectOption('oUser-2')
  await panel.getByText('No other contract of this user').waitFor()
})
