// What somebody reads out leads to what is on record.
import * as v from 'valibot'
import { find, findInput } from '../../../../cloudfunctions/_shared/admin/find'
import { createLog } from '../../../../cloudfunctions/_shared/platform/log'
import { placesOfState } from '../../../../miniprogram/entrust/view/texts'
import { aContract, OPENID } from '../../../support/builders'
import { aCharge, aChargeOrder, aRefund } from '../../../support/buildersMoney'
import { aPayment } from '../../../support/buildersOrders'
import { fakeDeps, given } from '../../../support/fakeDeps'

const contract = aContract({ state: 'SIGNED' })
function world() {
  const deps = fakeDeps()
  given(deps, contract)
  deps.store.seed('payments', aPayment())
  deps.store.seed('payments', aPayment({ _id: 'ORDER6' }))
  return deps
}

it('a code, and an order number, as they are shown, and no user in it', async () => {
  const one = await find({ id: contract._id }, world())
  expect(one).toMatchObject({ contract: { contract: { out_contract_code: contract._id, state: 'SIGNED' } } })
  expect(JSON.stringify(one)).not.toContain(OPENID)
  expect(await find({ id: aPayment()._id }, world())).toMatchObject({ order: { order: { state: 'REQUESTED' } } })
})

it('a charge, an order of it, and a refund, by whatever number was read out', async () => {
  const deps = world()
  const same = aRefund({ _id: aPayment()._id })
  deps.store.seed('charges', aCharge())
  deps.store.seed('charge_orders', aChargeOrder())
  deps.store.seed('refunds', same)
  expect(await find({ id: aCharge()._id }, deps)).toMatchObject({ charge: { charge: { state: 'REQUESTED' } } })
  expect(await find({ id: aChargeOrder()._id }, deps)).toMatchObject({ order: { order: { total: 300 } } })
  expect(await find({ id: same._id }, deps)).toMatchObject({ order: {}, refund: { refund: { refund: 100 } } })
})

it('what the page shows is a word of every line of that call', async () => {
  const lines: string[] = []
  const requestId = '6c1f2b0e-98ad-4b7c-a1d2-00c0ffee5a3d'
  createLog({ functionName: 'f', requestId, nowMs: () => 0, write: (line) => lines.push(line) }).info('refused')
  const page = JSON.stringify(placesOfState({ kind: 'systemError', requestId }))
  const [, shown = ''] = /客服编号 (\w+)/.exec(page) ?? []
  expect(shown).toHaveLength(6)
  expect(await find({ id: shown }, world())).toEqual({
    log: { search: `"${shown}"`, where: expect.stringContaining('log') as string },
  })
  expect(lines[0]).toContain(`"supportId":"${shown}"`)
})

it('as it was heard: in large letters too, and beside an order of that number', async () => {
  expect(await find({ id: 'EE5A3D' }, world())).toMatchObject({
    log: { search: '"EE5A3D" OR "ee5a3d"' },
  })
  expect(await find({ id: 'ORDER6' }, world())).toMatchObject({ order: {}, log: {} })
})

it('what nothing is known of is told so', async () => {
  await expect(find({ id: 'ORDER-UNHEARD-OF' }, world())).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

it.each([
  ['ｅｅ５ａ３ｄ', 'ee5a3d'],
  ['　EE5A3D ', 'EE5A3D'],
  ['R1', 'R1'],
])('takes %p as it was meant', (id, meant) => expect(v.parse(findInput, { id })).toEqual({ id: meant }))

it.each([
  [{}],
  [{ id: '' }],
  [{ id: '　' }],
  [{ id: 'a b c d e f' }],
  [{ id: 'x'.repeat(65) }],
  [{ id: 'abcdef', openid: 'a' }],
])('refuses %p', (input) => expect(v.safeParse(findInput, input).success).toBe(false))
