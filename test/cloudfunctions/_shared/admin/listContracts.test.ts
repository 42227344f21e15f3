// All of one user, and of nobody else.
import * as v from 'valibot'
import { listContracts, listContractsInput } from '../../../../cloudfunctions/_shared/admin/listContracts'
import { aContract, COMBINE } from '../../../support/builders'
import { fakeDeps } from '../../../support/fakeDeps'
import { FakeStore } from '../../../support/fakeStore'

function storeWith(...contracts: ReturnType<typeof aContract>[]) {
  const store = new FakeStore()
  for (const contract of contracts) store.seed('contracts', contract)
  return async (input: v.InferOutput<typeof listContractsInput>) => listContracts(input, { ...fakeDeps(), store })
}

it('tells codes and states under either appid, oldest first, and no name of the user', async () => {
  const list = storeWith(
    aContract({
      _id: 'second',
      openid: 'oA',
      createdAtMs: 2,
      state: 'SIGNED',
      signedAtMs: 3,
      terminateRequestedAtMs: 4,
    }),
    aContract({ _id: 'first', openid: 'oX', sub_openid: 'oA', createdAtMs: 1, state: 'EXPIRED' }),
    aContract({ _id: 'theirs', openid: 'oB' }),
  )
  const answer = await list({ openid: 'oA' })
  expect(answer).toEqual({
    contracts: [
      { out_contract_code: 'first', state: 'EXPIRED', scene: 'mini-program', createdAtMs: 1 },
      {
        out_contract_code: 'second',
        state: 'SIGNED',
        scene: 'mini-program',
        createdAtMs: 2,
        signedAtMs: 3,
        isClosing: true,
      },
    ],
  })
  expect(JSON.stringify(answer)).not.toMatch(/oA|oX/)
})

it('finds a user of the app by the id of the login alone', async () => {
  const list = storeWith(
    aContract({ _id: 'one', scene: 'app', userId: 'u1' }, COMBINE),
    aContract({ _id: 'other', openid: 'u1' }),
  )
  expect(await list({ userId: 'u1' })).toMatchObject({ contracts: [{ out_contract_code: 'one' }] })
  expect(await list({ userId: 'u2' })).toEqual({ contracts: [] })
})

it('says where it ends before all is told', async () => {
  const many = Array.from({ length: 1001 }, (_, index) =>
    aContract({ _id: `c${index}`, openid: 'oA', createdAtMs: index }),
  )
  const { contracts, ...rest } = (await storeWith(...many)({ openid: 'oA' })) as { contracts: object[] }
  expect([contracts.length, rest]).toEqual([1000, { isCut: true }])
})

it.each([[{}], [{ openid: 'oA', userId: 'u' }], [{ openid: '' }], [{ openid: 'a b' }], [{ openid: 'oA', limit: 1 }]])(
  'refuses %p',
  (input) => {
    expect(v.safeParse(listContractsInput, input).success).toBe(false)
  },
)

it('calls no contract closing of which WeChat Pay knows nothing', async () => {
  const [wished, at] = [{ terminateRequestedAtMs: 2 }, { voidAtMs: 3 }]
  const list = storeWith(aContract({ _id: 'one', openid: 'oA', state: 'SIGNED', createdAtMs: 1, ...wished, ...at }))
  const one = { out_contract_code: 'one', state: 'SIGNED', scene: 'mini-program', createdAtMs: 1, voidAtMs: 3 }
  expect(await list({ openid: 'oA' })).toEqual({ contracts: [one] })
})
