import { FakeStore } from '../../../support/fakeStore'
import { describeLists } from '../../../support/storeListsSuite'
import { describeStore } from '../../../support/storeSuite'

const makeStore = async () => Promise.resolve(new FakeStore())
describeStore('the fake store', makeStore)
describeLists('the fake store', makeStore)

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
