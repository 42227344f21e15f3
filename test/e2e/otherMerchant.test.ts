// A provider whose functions serve another sub-merchant from now on: what users have signed for the one before is listed, and
// can be closed.
import { withWorld, type World } from './support/world'

const NEXT_SUB_MCHID = '1900000199'

let world: World
withWorld((started) => (world = started), 'service-provider')

it('a contract for another sub-merchant is listed, closed by its code, and listed no more', async () => {
  const before = await world.open('oMoved')
  await before.signUp()
  const { settings, cloud } = world.local
  await cloud.redeploy({ ...settings, WXPAY_SUB_MCHID: NEXT_SUB_MCHID })

  const phone = await world.open('oMoved')
  await phone.sees('unsigned')
  await phone.openPage('/pages/contract/index')
  await phone.sees('unsigned')
  await phone.merchant.getByRole('button', { name: `查看商户号 ${settings['WXPAY_SUB_MCHID'] ?? ''}` }).click()
  await phone.sees('signed')
  await phone.merchant
    .getByText(`商户号 ${settings['WXPAY_SUB_MCHID'] ?? ''}`)
    .last()
    .waitFor()
  await phone.button('manage').click()
  await phone.button('confirmClose').click()
  await phone.seesInTime('terminated')
  expect(await phone.button('again').count()).toBe(0)
  expect(world.contractOf('oMoved')).toMatchObject({ state: 'TERMINATED' })

  await phone.button('leave').click()
  await phone.sees('unsigned')
  await phone.callsAreOver()
  expect(await phone.merchant.getByText('其他商户的免密支付').count()).toBe(0)
  expect([...phone.complaints, ...(await phone.problems())]).toEqual([])
})
