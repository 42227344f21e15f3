// Scenes that follow each other: an attempt of one must not be lost, or doubled, by a wish of another.
import { aContract, codeOf, MINUTE, NOW, PREPAY_ID, SESSION } from '../../../../support/builders'
import { given, openedByPayment, opened, refused, tells, UNREACHABLE } from '../../../../support/fakeDeps'
import { oneUser, ORDER, PAGE } from '../../../../support/oneUser'

const OPEN = { state: 'PRESIGNED', session: SESSION } as const

const { deps, take } = oneUser()

it('after payment: the order is in the body, and there is a session without anything to open', async () => {
  deps.gateway.preSigns.push(openedByPayment)
  const { kind, contract } = await take(ORDER)
  expect(kind).toBe('open')
  expect(contract).toMatchObject({ scene: 'pay-redirect-sign', request: { prepay_id: PREPAY_ID } })
  expect(contract.session).toEqual({ expiresAtMs: NOW + 120 * MINUTE })
  expect(contract).not.toHaveProperty('consent')
})

it('after payment: one order is signed for once, however often it is asked for', async () => {
  given(deps, aContract({ ...OPEN, scene: 'pay-redirect-sign' }))
  expect(await take(ORDER)).toMatchObject({ kind: 'open', contract: { _id: codeOf() } })
  expect(deps.gateway.made).toEqual([])
})

it.each([
  ['a page', PAGE, aContract({ ...OPEN, scene: 'pay-redirect-sign' })],
  ['an order', ORDER, aContract(OPEN)],
])(
  '%s after a session it cannot use: asks whether that was signed, then takes a code of its own',
  async (_, wish, before) => {
    given(deps, before)
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    deps.gateway.preSigns.push(wish === PAGE ? opened : openedByPayment)
    expect(await take(wish)).toMatchObject({ kind: 'open', contract: { _id: codeOf(2), scene: wish.scene } })
    expect(deps.gateway.made).toEqual(['query', 'preSign'])
  },
)

it('a session of another scene that was signed is the end of it', async () => {
  given(deps, aContract({ ...OPEN, scene: 'pay-redirect-sign' }))
  deps.gateway.queries.push(tells('SIGNED'))
  expect(await take(PAGE)).toMatchObject({ kind: 'signed', contract: { _id: codeOf() } })
})

describe('an attempt that is sent again', () => {
  it('counts its session from the first request, which may have opened it', async () => {
    given(deps, aContract({ createdAtMs: NOW - 30 * MINUTE }))
    deps.gateway.preSigns.push(opened)
    const { contract } = await take(PAGE)
    expect(contract.session?.expiresAtMs).toBe(NOW + 90 * MINUTE)
  })

  it('may have opened one each time: no other code follows before the last of them is over', async () => {
    given(deps, aContract({ createdAtMs: NOW - 119 * MINUTE }))
    deps.gateway.preSigns.push(opened)
    deps.gateway.queries.push(tells('NOT_SIGNED'), tells('NOT_SIGNED'), tells('NOT_SIGNED'))
    await expect(take(PAGE)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 130 * MINUTE })
    deps.clock.now = NOW + 130 * MINUTE - 1
    await expect(take(PAGE)).rejects.toMatchObject({ code: 'RATE_LIMITED', retryAfterMs: 1 })
    deps.clock.now += 1500
    deps.gateway.preSigns.push(opened)
    expect(await take(PAGE)).toMatchObject({ kind: 'open', contract: { _id: codeOf(2) } })
  })

  it('is not, once its session would be over: it is asked about, and a body of today follows', async () => {
    given(deps, aContract({ createdAtMs: NOW - 130 * MINUTE }))
    deps.settings = { ...deps.settings, notifyUrl: 'https://pay.example.com/moved' }
    deps.gateway.queries.push(refused(404, 'RESOURCE_NOT_EXISTS'))
    deps.gateway.preSigns.push(opened)
    const { contract } = await take(PAGE)
    expect(deps.gateway.made).toEqual(['query', 'preSign'])
    expect(contract).toMatchObject({ _id: codeOf(2), request: { notify_url: 'https://pay.example.com/moved' } })
    expect(await deps.store.read('contracts', codeOf())).toMatchObject({ state: 'EXPIRED' })
  })
})

describe("another scene's attempt of unknown outcome", () => {
  beforeEach(() => given(deps, aContract({ scene: 'pay-redirect-sign' })))

  it('is carried to its end with its own body first', async () => {
    deps.gateway.preSigns.push(openedByPayment, opened)
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    expect(await take(PAGE)).toMatchObject({ kind: 'open', contract: { _id: codeOf(2) } })
    expect(deps.gateway.made).toEqual(['preSign', 'query', 'preSign'])
    expect(deps.gateway.calls[0]?.contract.request).toMatchObject({ prepay_id: PREPAY_ID })
  })

  it('may end refused', async () => {
    deps.gateway.preSigns.push(refused(400, 'INVALID_REQUEST'), opened)
    deps.gateway.queries.push(refused(404, 'RESOURCE_NOT_EXISTS'))
    expect(await take(PAGE)).toMatchObject({ kind: 'open', contract: { _id: codeOf(2) } })
  })

  it('stays in the way while its outcome stays unknown', async () => {
    deps.gateway.preSigns.push(UNREACHABLE)
    await expect(take(PAGE)).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
    expect(deps.gateway.made).toEqual(['preSign'])
  })
})
