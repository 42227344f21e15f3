// Somebody else signed a session that binds nobody: the merchant is told once, whoever learns of it first.
import { askContract } from '../../../../../cloudfunctions/_shared/contracts/ask/askContract'
import { actOnContract } from '../../../../../cloudfunctions/_shared/notify/aboutContract'
import { interpret } from '../../../../../cloudfunctions/_shared/notify/interpret'
import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import { aContract, COMBINE, NOW, OPENID, SESSION, SETTINGS, sha256, wireContract } from '../../../../support/builders'
import { fakeDeps, tells, type FakeDeps } from '../../../../support/fakeDeps'

const OPEN = { state: 'PRESIGNED', session: SESSION } as const
const contract = aContract(OPEN, COMBINE)
const BOB = 'oBob'

let deps: FakeDeps
beforeEach(() => {
  deps = fakeDeps(COMBINE)
  deps.store.seed('contracts', contract)
})

/** One notification, as authentic as they come. */
async function notify(about: ContractRecord, changes: object, event_type = 'ECOMMERCE_ENTRUST.SIGN') {
  const meaning = interpret(
    { event_type, plaintext: { ...wireContract(about, 'SIGNED'), ...changes } },
    { 'ECOMMERCE_ENTRUST.SIGN': 'signed', 'ECOMMERCE_ENTRUST.TERMINATE': 'terminated' },
  )
  if (meaning.subject !== 'contract') throw new Error('expected a contract')
  return deps.store.transact(async (tx) => actOnContract(tx, meaning, { receivedAtMs: deps.clock.now, sha256 }))
}
async function query(changes: Record<string, unknown>, state = 'SIGNED') {
  deps.clock.now += 1500
  deps.gateway.queries.push(tells(state, changes))
  return askContract((await deps.store.read('contracts', contract._id)) ?? contract, deps)
}
const told = () => deps.store.all('contract_outbox')

it('by notification and by query, in either order and more than once: one row, saying who', async () => {
  await notify(contract, { openid: BOB })
  expect(await query({ openid: BOB })).toMatchObject({ answer: 'notSigned' })
  await query({ openid: BOB })
  await notify(contract, { openid: BOB })
  expect(told()).toMatchObject([
    {
      _id: `${contract._id}:OTHER_SIGNER`,
      state: 'OTHER_SIGNER',
      signedBy: BOB,
      createdAtMs: NOW,
      contract: { out_contract_code: contract._id, openid: OPENID },
    },
  ])
  expect(await deps.store.read('contracts', contract._id)).toMatchObject({ state: 'PRESIGNED', openid: OPENID })
})

it('by query alone', async () => {
  await query({ openid: BOB })
  expect(told()).toMatchObject([{ state: 'OTHER_SIGNER', signedBy: BOB }])
})

it.each<[what: string, act: () => Promise<unknown>]>([
  ['differs in more than who signed', () => notify(contract, { openid: BOB, plan_id: 1 })],
  ['tells the end, not the beginning', () => notify(contract, { openid: BOB }, 'ECOMMERCE_ENTRUST.TERMINATE')],
  ['names nobody', () => notify(contract, { openid: '' })],
  ['names nobody, asked', () => query({ openid: '', sp_openid: '' })],
  ['is of a kind nobody has mapped', () => notify(contract, { openid: BOB }, 'SOMETHING.NEW')],
  ['tells the end, asked', () => query({ openid: BOB }, 'TERMINATED')],
  [
    'is about a session that binds its user',
    () => {
      const bound = aContract(OPEN, SETTINGS)
      deps.store.seed('contracts', bound)
      return notify(bound, { openid: BOB })
    },
  ],
])('is not said of what %s', async (_, act) => {
  await act()
  expect(told()).toEqual([])
})

describe('of the scene app, whose user is known by the merchant’s own login only', () => {
  const ours = aContract({ ...OPEN, scene: 'app', userId: 'u1' }, COMBINE)
  beforeEach(() => deps.store.seed('contracts', ours))

  it('whoever signs first is the one, and is learnt', async () => {
    expect(await notify(ours, { openid: BOB })).toMatchObject({ outcome: 'applied' })
    expect(await deps.store.read('contracts', ours._id)).toMatchObject({ state: 'SIGNED', openid: BOB, userId: 'u1' })
  })

  it('another one after that changes nothing', async () => {
    await notify(ours, { openid: BOB })
    expect(await notify(ours, { openid: 'oCarol' })).toMatchObject({ outcome: 'setAside', reason: 'IDENTITY_MISMATCH' })
    expect(await deps.store.read('contracts', ours._id)).toMatchObject({ openid: BOB })
  })

  it('may be learnt later, from a message that tells more', async () => {
    await notify(ours, { openid: undefined })
    expect(await deps.store.read('contracts', ours._id)).not.toHaveProperty('openid')
    await notify(ours, { openid: BOB })
    expect(await deps.store.read('contracts', ours._id)).toMatchObject({ state: 'SIGNED', openid: BOB })
  })
})
