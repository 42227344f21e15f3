import { FakeStore } from '../../../support/fakeStore'
import { describeStore } from '../../../support/storeSuite'

describeStore('the fake store', () => Promise.resolve(new FakeStore()))

describe('the fake store', () => {
  it('ends a transaction whose failure the work has caught', async () => {
    const store = new FakeStore()
    store.failNext('get')
    const stubborn = store.transact(async (tx) => {
      await tx.get('contracts', 'x').catch(() => undefined)
      return 'carried on'
    })
    await expect(stubborn).rejects.toThrow('made to fail')
  })
})
