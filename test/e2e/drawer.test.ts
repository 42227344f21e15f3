// Any line of "What happened" can be opened: what was sent and answered, who signed it and whether that holds, what is sealed in it,
// what a function did; and it can be sent once more. One page for all of it.
import type { Locator } from 'playwright-core'
import { detailsOf, greetingOf } from '../support/phoneServer'
import type { Finding } from './support/finding'
import { CHECKS } from './support/looks'
import type { PhonePage } from './support/phonePage'
import { withWorld, type World } from './support/world'

let world: World
withWorld((started) => (world = started))

const drawer = (phone: PhonePage): Locator => phone.page.locator('#drawer')
const panel = (phone: PhonePage): Locator => phone.page.locator('#drawer-panel')
const row = (phone: PhonePage, ...words: string[]): Locator =>
  words.reduce((rows, hasText) => rows.filter({ hasText }), phone.page.locator('#happened li')).first()

async function openTab(phone: PhonePage, name: string): Promise<string> {
  await drawer(phone).getByRole('tab', { name, exact: true }).click()
  return panel(phone).innerText()
}

/** Opens a row anew: where the drawer is, rows lie under it. */
async function openRow(phone: PhonePage, ...words: string[]): Promise<void> {
  await phone.page.keyboard.press('Escape')
  await row(phone, ...words).click()
  await drawer(phone).locator('[role=tab]').first().waitFor()
}

it('a forged notification: base string, serial, key and reason are one click away, and all the rest beside them', async () => {
  const phone = await world.open('oForged')
  const { page } = phone
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.setViewportSize({ width: 1280, height: 720 })
  await phone.choose('Notification', 'forged first')
  await phone.signUp()
  await phone.happened('Notification, attempt 1', '401')
  const before = await boxesOf(phone)

  await row(phone, 'Notification, attempt 1').click()
  await panel(phone).locator('.verdict.is-bad', { hasText: 'Made with a key that is not WeChat Pay’s' }).waitFor()
  const tops = "[...document.querySelectorAll('#drawer-tabs button')].map((tab) => tab.offsetTop)"
  expect(new Set(await page.evaluate<number[]>(tops)).size).toBe(1)
  const { keys, wechatPay } = world.local
  const [sent] = await wechatPay.control.notifications({
    out_contract_code: String(world.contractOf('oForged')['_id']),
  })
  const message = wechatPay.recorded.attempt(sent?.attempts[0]?.requestId ?? '')?.message
  if (!message) throw new Error('nothing was recorded')
  const { 'Wechatpay-Timestamp': timestamp, 'Wechatpay-Nonce': nonce } = message.headers
  expect(await panel(phone).locator('.base').textContent()).toBe(
    `${timestamp}\\n\n${nonce}\\n\n${message.body.toString()}\\n\n`,
  )
  await panel(phone).getByText(keys.wechatPay.serial).waitFor()
  await panel(phone).getByText('WeChat Pay public key (WXPAY_PUBLIC_KEY)').waitFor()

  // Nothing has moved for it, and the phone is all there.
  expect(await boxesOf(phone)).toEqual(before)
  // It has come in.
  await page.evaluate("Promise.all(document.querySelector('#drawer').getAnimations().map(({ finished }) => finished))")
  const left = (await drawer(phone).boundingBox())?.x ?? 0
  expect(left).toBeGreaterThanOrEqual((before.phone?.x ?? 0) + (before.phone?.width ?? 0))
  expect(1280 - left).toBe(480)

  expect(await openTab(phone, 'Request')).toContain('Wechatpay-Signature-Type')
  expect(await openTab(phone, 'Decrypted')).toContain(String(world.contractOf('oForged')['contract_id']))
  expect(await openTab(phone, 'Answer')).toContain('the signature could not be verified')
  expect(await openTab(phone, 'Log')).toContain('info')
  await page.getByRole('button', { name: 'Copy as curl' }).click()
  await page.locator('#drawer-action', { hasText: 'Copied' }).waitFor()
  const curl = await page.evaluate<string>('navigator.clipboard.readText()')
  expect(curl).toContain(`curl -i -X POST '${world.local.cloud.frontUrl}/pay/notify'`)
  expect(curl).toContain(message.body.toString())

  // Sent again it is a true one, and both are attempts of the same.
  await page.getByRole('button', { name: 'Send it again' }).click()
  await phone.happened('Notification, attempt 2', '204')
  await openTab(phone, 'Overview')
  await panel(phone).locator('.way').last().getByRole('button', { name: 'Notification, attempt 2' }).click()
  await page.locator('#drawer-title', { hasText: 'attempt 2' }).waitFor()
  await panel(phone).locator('.way').first().getByText('Requests to the database').first().waitFor()
  expect(await openTab(phone, 'Signature')).toContain('The signature holds.')

  expect(await contrastFlaws(phone)).toEqual([])
  expect(phone.complaints).toEqual([])
})

it('a call, a request, a change and a tap open too, and a change is told again', async () => {
  const phone = await world.open('oHops')
  const { page } = phone
  await phone.signUp()
  // Where the call had no time left for it.
  await world.local.cloud.fireTimer('upkeep')
  await phone.happened("Merchant's server is told SIGNED", '204')

  await openRow(phone, 'Page asks preEntrustSign')
  const way = panel(phone).locator('.way')
  for (const step of ['calls preEntrustSign', 'Signed POST to WeChat Pay', 'PRESIGNED', 'answers']) {
    await way.getByText(step).first().waitFor()
  }
  expect(await openTab(phone, 'Input')).toContain('"openId": "oHops"')
  expect(await openTab(phone, 'Output')).toContain('"pre_entrustweb_id"')
  expect(await openTab(phone, 'Log')).toContain('preSign')
  await openTab(phone, 'Database')
  await panel(phone).locator('summary', { hasText: 'contracts' }).first().click()
  await panel(phone).locator('details[open]').getByText('"_id"').first().waitFor()

  await openRow(phone, 'Signed POST to WeChat Pay')
  const signature = await openTab(phone, 'Signature')
  expect(signature).toContain(world.local.keys.merchant.serial)
  expect(signature.match(/The signature holds\./g)).toHaveLength(2)
  expect(await openTab(phone, 'Request')).toContain('WECHATPAY2-SHA256-RSA2048')
  expect(await openTab(phone, 'Answer')).toContain('pre_entrustweb_id')

  await openRow(phone, 'Contract is SIGNED')
  expect(await panel(phone).innerText()).toContain('"PRESIGNED" → "SIGNED"')
  await openRow(phone, 'User comes back')
  expect(await panel(phone).innerText()).toContain('"return_code": "SUCCESS"')

  const told = (): Promise<number> => phone.happenedCount("Merchant's server is told SIGNED")
  expect(await told()).toBe(1)
  await openRow(phone, "Merchant's server is told SIGNED")
  await page.getByRole('button', { name: 'Tell it again' }).click()
  await page.locator('#drawer-action', { hasText: 'Told' }).waitFor()
  await page.keyboard.press('Escape')
  // The same change in a run of its own.
  await page.locator('#happened li', { hasText: "Merchant's server is told SIGNED" }).nth(1).waitFor()

  // By keyboard alone: open, through the parts and the lines, and back to where it was.
  await row(phone, 'Page asks preEntrustSign').focus()
  await page.keyboard.press('Home')
  await page.keyboard.press('Enter')
  const first = await page.locator('#drawer-title').innerText()
  await page.locator('#drawer-tabs [aria-selected=true]:focus').waitFor()
  await page.keyboard.press('ArrowDown')
  await page.locator('#drawer-title').filter({ hasNotText: first }).waitFor()
  await page.locator('#drawer-tabs [aria-selected=true]:focus').waitFor()
  await page.keyboard.press('ArrowUp')
  await page.locator('#drawer-title', { hasText: first }).waitFor()
  await page.keyboard.press('Escape')
  await drawer(phone).waitFor({ state: 'hidden' })
  expect(await page.locator('#happened li:focus').getAttribute('data-id')).toBe(
    await page.locator('#happened li').first().getAttribute('data-id'),
  )

  // What is wanted of it: a lane, a result, a word; and who did it.
  const texts = (): Promise<string[]> => page.locator('#happened li p').allInnerTexts()
  await page.getByRole('button', { name: 'Database', exact: true }).click()
  expect((await texts()).every((text) => text.startsWith('Contract is'))).toBe(true)
  await page.locator('#happened-search').fill('REQUESTED')
  expect(await texts()).toHaveLength(2)
  await page.locator('#happened-status').selectOption('failed')
  await page.locator('#happened-none').waitFor()
  await page.getByRole('button', { name: 'Show all' }).click()
  await row(phone, 'User comes back').locator('.who', { hasText: 'oHops' }).waitFor()

  // Whatever is opened: no key and no secret.
  const { local, phone: server } = world
  const greeting = await greetingOf(server.url)
  const shown = [JSON.stringify(greeting), ...(await detailsOf(server.url, greeting))].join()
  const { WXPAY_ADMIN_KEY: adminKey = '?' } = local.settings
  for (const secret of [local.keys.apiV3Key, 'PRIVATE KEY', local.receiver?.secret ?? '?', adminKey]) {
    expect(shown).not.toContain(secret)
  }

  // In the other language, as it is open.
  await openRow(phone, 'Signed POST to WeChat Pay')
  await page.getByRole('button', { name: '中文' }).click()
  expect(await openTab(phone, '签名')).toContain('签名有效。')
  expect(await contrastFlaws(phone)).toEqual([])
  expect(phone.complaints).toEqual([])
})

/** Where what must not move is. */
async function boxesOf({ page }: PhonePage) {
  const box = (selector: string) => page.locator(selector).boundingBox()
  return { phone: await box('.phone'), list: await box('#happened'), header: await box('header') }
}

/** Of the list and the drawer. */
async function contrastFlaws({ page }: PhonePage): Promise<string[]> {
  await page.evaluate("document.querySelectorAll('header, .controls').forEach((one) => (one.hidden = true))")
  await page.evaluate(CHECKS ?? '')
  const findings = await page.evaluate<Finding[]>('findFlaws()')
  return findings.filter(({ rule }) => rule === 'contrast is low').map(({ what }) => what)
}
