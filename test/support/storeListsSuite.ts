// What every contract store promises about its named lists.
import type { Store } from '../../cloudfunctions/_shared/kernel/ports'
import type { ContractRecord } from '../../cloudfunctions/_shared/records/contracts'
import { NEVER_MS } from '../../cloudfunctions/_shared/records/due'
import { aContract, OPENID, PROVIDER } from './builders'
import { aCharge, aRefund } from './buildersMoney'
import { aPayment, OUT_TRADE_NO } from './buildersOrders'

const idsOf = (documents: readonly { _id: string }[]) => documents.map(({ _id }) => _id)

export function describeLists(name: string, makeStore: () => Promise<Store>): void {
  describe(`${name}, listing`, () => {
    let store: Store
    beforeEach(async () => {
      store = await makeStore()
    })

    const due = async (_id: string, dueAtMs: number, changes: Partial<ContractRecord> = {}) =>
      store.add('contracts', { ...aContract({ _id, ...changes }), dueAtMs })
    it('gives what is due, the oldest first, whole, and as many as asked for', async () => {
      await due('late', 300)
      await due('soon', 100)
      await due('never', NEVER_MS)
      await due('next', 200)
      expect(idsOf(await store.list('dueContracts', { upTo: 300, limit: 10 }))).toEqual(['soon', 'next', 'late'])
      expect(idsOf(await store.list('dueContracts', { upTo: 299, limit: 10 }))).toEqual(['soon', 'next'])
      const [first, ...rest] = await store.list('dueContracts', { upTo: 300, limit: 1 })
      expect(first).toEqual({ ...aContract({ _id: 'soon' }), dueAtMs: 100 })
      expect(rest).toEqual([])
      expect(await store.list('dueContracts', { upTo: 99, limit: 10 })).toEqual([])
    })

    it('has no document without the number it goes by', async () => {
      const { dueAtMs, ...old } = aContract({ _id: 'old' })
      expect(dueAtMs).toBeDefined()
      await store.transact(async (tx) => tx.put('contracts', old as never))
      await due('new', 1)
      expect(idsOf(await store.list('dueContracts', { limit: 10 }))).toEqual(['new'])
    })

    it('goes on behind a document, where numbers are equal too', async () => {
      for (const [_id, dueAtMs] of [['b', 1], ['a', 1], ['c', 1], ['d', 2]] as const) await due(_id, dueAtMs) // prettier-ignore
      const after = { at: 1, _id: 'a' }
      expect(idsOf(await store.list('dueContracts', { limit: 2, after }))).toEqual(['b', 'c'])
      expect(idsOf(await store.list('dueContracts', { limit: 9, after: { at: 1, _id: 'c' } }))).toEqual(['d'])
      expect(idsOf(await store.list('dueContracts', { limit: 9, upTo: 1, after }))).toEqual(['b', 'c'])
      expect(await store.list('dueContracts', { limit: 9, after: { at: 2, _id: 'd' } })).toEqual([])
    })

    it('gives what is of one user, and nothing of another', async () => {
      await due('theirs', 1, { openid: 'oOther', createdAtMs: 1 })
      await due('second', 1, { openid: 'oOne', createdAtMs: 3 })
      await due('first', 1, { openid: 'oOne', createdAtMs: 2 })
      expect(idsOf(await store.list('contractsOfOpenid', { of: 'oOne', limit: 9 }))).toEqual(['first', 'second'])
    })

    it('finds by what lies inside a document', async () => {
      const direct = aPayment()
      const partner = aPayment({ _id: 'PARTNER-1' }, PROVIDER)
      for (const payment of [direct, partner]) await store.add('payments', payment)
      expect(await store.list('paymentsOfOpenid', { of: OPENID, limit: 9 })).toEqual([direct])
      expect(await store.list('paymentsOfSubOpenid', { of: OPENID, limit: 9 })).toEqual([partner])
      expect(await store.list('paymentsOfSpOpenid', { of: OPENID, limit: 9 })).toEqual([])
    })

    it('finds charges by contract, refunds by order, and what a bill of a day is compared with', async () => {
      const paid = aPayment({ state: 'PAID', paidAtMs: 20 })
      const charge = aCharge({ state: 'PAID', paidAtMs: 30 })
      const refund = aRefund()
      await store.add('payments', paid)
      await store.add('payments', aPayment({ _id: 'UNPAID-1' }))
      await store.add('charges', charge)
      await store.add('charges', aCharge({ _id: 'other', code: 'another' }))
      await store.add('refunds', refund)
      await store.add('refunds', aRefund({ _id: 'other', out_trade_no: 'ANOTHER-1', createdAtMs: 1 }))
      expect(await store.list('chargesOfContract', { of: charge.code, limit: 9 })).toEqual([charge])
      expect(await store.list('refundsOfOrder', { of: OUT_TRADE_NO, limit: 9 })).toEqual([refund])
      expect(await store.list('paymentsByPaidAt', { upTo: 99, limit: 9 })).toEqual([paid])
      expect(await store.list('chargesByPaidAt', { upTo: 99, limit: 9 })).toEqual([charge])
      expect(idsOf(await store.list('refundsByAge', { limit: 9 }))).toEqual(['other', refund._id])
      expect(idsOf(await store.list('dueCharges', { upTo: NEVER_MS - 1, limit: 9 }))).toEqual(['other'])
      expect(idsOf(await store.list('dueRefunds', { upTo: refund.dueAtMs, limit: 9 }))).toEqual([refund._id, 'other'])
    })

    it('is refused where it is not said of what, or said of a list of all', async () => {
      await expect(store.list('contractsOfOpenid', { limit: 9 })).rejects.toThrow(TypeError)
      await expect(store.list('dueContracts', { of: 'oOne', limit: 9 })).rejects.toThrow(TypeError)
      await expect(store.count('contractsOfOpenid', {})).rejects.toThrow(TypeError)
    })
  })

  describe(`${name}, counting`, () => {
    it('tells how many a list has, of one and up to a number', async () => {
      const store = await makeStore()
      expect(await store.count('dueContracts', {})).toBe(0)
      for (const [_id, dueAtMs, openid] of [
        ['a', 1, 'oOne'],
        ['b', 2, 'oOne'],
        ['c', NEVER_MS, 'oOther'],
      ] as const)
        // prettier-ignore
        await store.add('contracts', { ...aContract({ _id, openid }), dueAtMs })
      expect(await store.count('dueContracts', {})).toBe(3)
      expect(await store.count('dueContracts', { upTo: 2 })).toBe(2)
      expect(await store.count('dueContracts', { upTo: 1 })).toBe(1)
      expect(await store.count('contractsOfOpenid', { of: 'oOne' })).toBe(2)
    })
  })

  describe(`${name}, page by page`, () => {
    it('gives every document of a collection once, whole, whatever it holds', async () => {
      const store = await makeStore()
      const ids = ['b', 'Z', '9', 'a', '-', '_', 'aa', 'É', '微'].map((text) => `id-${text}`)
      for (const _id of ids) await store.add('call_nonces', { _id, atMs: 1 })
      await store.add('contracts', aContract({ _id: 'id-a' }))
      const found: string[] = []
      for (let after: string | undefined; ;) {
        const documents = await store.page('call_nonces', { limit: 2, ...(after !== undefined && { after }) })
        if (documents.length === 0) break
        expect(documents).toEqual(documents.map(({ _id }) => ({ _id, atMs: 1 })))
        found.push(...idsOf(documents))
        after = documents.at(-1)?._id
      }
      expect([...found].sort()).toEqual([...ids].sort())
      expect(await store.page('call_nonces', { limit: 9 })).toHaveLength(9)
      expect(await store.page('payments', { limit: 9 })).toEqual([])
    })
  })
}
