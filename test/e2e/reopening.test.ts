// The page of the browser is closed in the middle and opened again: as a phone that was switched off. What is stored goes on.
import type { BrowserContext } from 'playwright-core'
import { PhonePage } from './support/phonePage'
import { withWorld, type World } from './support/world'

let world: World
let context: BrowserContext
withWorld((started) => (world = started))
beforeEach(async () => {
  context = await world.context()
})

async function open(account: string): Promise<PhonePage> {
  const phone = await PhonePage.make(await context.newPage(), account)
  await phone.open(world.phone.url)
  return phone
}

const contractsOf = (openid: string) => world.local.cloud.db.find('contracts', { openid })

it('after the tick: nothing is ticked for the user, and the same attempt is taken up', async () => {
  const before = await open('oAfterTick')
  await before.sees('unsigned')
  await before.agree()
  await before.page.close()
  const phone = await open('oAfterTick')
  await phone.sees('unsigned')
  expect(await phone.button('agree').getAttribute('aria-checked')).toBe('false')
  await phone.signUp()
  expect(contractsOf('oAfterTick')).toHaveLength(1)
})

it('at WeChat Pay, before signing: the server is asked, and the way is open again', async () => {
  const before = await open('oBeforeSigning')
  await before.goToSigning()
  await before.page.close()
  const phone = await open('oBeforeSigning')
  await phone.seesInTime('notSigned')
  await phone.button('go').click()
  await phone.seesInTime('ready')
  await phone.signBy('go')
  expect(contractsOf('oBeforeSigning')).toHaveLength(1)
})

it('at WeChat Pay, after signing: it is found signed', async () => {
  const before = await open('oAfterSigning')
  await before.goToSigning()
  await before.sign()
  await before.page.close()
  const phone = await open('oAfterSigning')
  await phone.seesInTime('signed')
})

it('while the result is confirmed: it goes on being confirmed', async () => {
  const before = await open('oWhileConfirming')
  await before.goToSigning()
  await before.sign()
  // The notification is stored: cut off in the middle, its transaction would keep the contract locked for 30 s.
  await world.local.wechatPay.control.settled()
  await before.choose('Database', 'down')
  await before.signingButton('完成').click()
  await before.seesInTime('confirming')
  await before.page.close()
  await world.phone.allWell()
  const phone = await open('oWhileConfirming')
  await phone.seesInTime('signed')
})

it('when signed: it is still signed, and the settings of the phone are as they were', async () => {
  const before = await open('oSigned')
  await before.signUp()
  await before.set('Dark mode', true)
  await before.page.close()
  const phone = await open('oSigned')
  await phone.sees('signed')
  expect(await phone.page.getByRole('switch', { name: 'Dark mode' }).getAttribute('aria-checked')).toBe('true')
})
