// Offers nobody takes do not pile up: one code is offered with one order after another, and ending a contract costs the
// same however many attempts there were.
import { terminateContract } from '../../../../../cloudfunctions/_shared/contracts/close/terminateContract'
import type { SceneWish } from '../../../../../cloudfunctions/_shared/contracts/sign/requestBody'
import { aContract, codeOf, HOUR, MINUTE, NOW, OPENID, SESSION } from '../../../../support/builders'
import { ACCEPTED, given, openedByPayment, refused, tells, UNREACHABLE } from '../../../../support/fakeDeps'
import { oneUser } from '../../../../support/oneUser'

const { deps, renew, take } = oneUser()
const order = (number: number): SceneWish => ({ scene: 'pay-redirect-sign', prepay_id: `wx${number}` })
const records = () => deps.store.all('contracts')

it('thirty orders whose offer nobody took are one record', async () => {
  for (let number = 1; number <= 30; number++) {
    if (number > 1) deps.gateway.queries.push(refused(404, 'RESOURCE_NOT_EXISTS'))
    deps.gateway.preSigns.push(openedByPayment)
    const { contract } = await take(order(number))
    expect(contract).toMatchObject({ _id: codeOf(), state: 'PRESIGNED', request: { prepay_id: `wx${number}` } })
    expect(contract.session).toEqual({ expiresAtMs: deps.clock.now + 2 * HOUR })
    deps.clock.now += 3 * MINUTE
  }
  expect(records()).toHaveLength(1)
  expect(deps.gateway.made.filter((call) => call === 'query')).toHaveLength(29)
})

describe('the next order', () => {
  beforeEach(async () => {
    deps.gateway.preSigns.push(openedByPayment)
    await take(order(1))
    deps.gateway.calls.length = 0
    deps.clock.now += MINUTE
  })

  it('gets a code of its own where WeChat Pay refuses the known one, in the same call', async () => {
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    deps.gateway.preSigns.push(refused(400, 'INVALID_REQUEST'), openedByPayment)
    expect(await take(order(2))).toMatchObject({ kind: 'open', contract: { _id: codeOf(2) } })
    expect(deps.gateway.made).toEqual(['query', 'preSign', 'preSign'])
    expect(await deps.store.read('contracts', codeOf())).toMatchObject({ state: 'REJECTED', dueAtMs: NOW + 3 * MINUTE })
  })

  it('goes to the endpoint of the mode of today, as its body does', async () => {
    deps.settings = { ...deps.settings, mode: 'ecommerce' }
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    deps.gateway.preSigns.push(openedByPayment)
    expect(await take(order(2))).toMatchObject({ contract: { _id: codeOf(), mode: 'ecommerce' } })
    expect(deps.gateway.calls.at(-1)).toMatchObject({ call: 'preSign', contract: { mode: 'ecommerce' } })
  })

  it('gets none after a refusal that is not signed: the same request is repeated', async () => {
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    deps.gateway.preSigns.push(refused(400, 'INVALID_REQUEST', false), openedByPayment)
    await expect(take(order(2))).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(await take(order(2))).toMatchObject({ contract: { _id: codeOf(), request: { prepay_id: 'wx2' } } })
    expect(records()).toHaveLength(1)
  })

  it('repeats the body of an unknown outcome before a third one is sent', async () => {
    deps.gateway.queries.push(tells('NOT_SIGNED'), tells('NOT_SIGNED'))
    deps.gateway.preSigns.push(UNREACHABLE, openedByPayment, openedByPayment)
    await expect(take(order(2))).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
    expect(await take(order(3))).toMatchObject({ contract: { _id: codeOf(), request: { prepay_id: 'wx3' } } })
    const sent = deps.gateway.calls.filter(({ call }) => call === 'preSign').map(({ contract }) => contract.request)
    expect(sent).toMatchObject([{ prepay_id: 'wx2' }, { prepay_id: 'wx2' }, { prepay_id: 'wx3' }])
  })

  it('takes the code over with its own body from one that got no answer for two hours, sent again or not', async () => {
    deps.gateway.queries.push(tells('NOT_SIGNED'), refused(404, 'NOT_FOUND'))
    deps.gateway.preSigns.push(UNREACHABLE, UNREACHABLE, openedByPayment)
    await expect(take(order(2))).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
    deps.clock.now += HOUR
    await expect(take(order(3))).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
    deps.clock.now += HOUR
    expect(await take(order(4))).toMatchObject({ contract: { _id: codeOf(), request: { prepay_id: 'wx4' } } })
    expect(records()).toHaveLength(1)
  })

  it.each([
    ['signed', tells('SIGNED'), { kind: 'signed', contract: { _id: codeOf() } }],
    ['refused by a rule of WeChat Pay', tells('SIGN_FAILED'), { kind: 'open', contract: { _id: codeOf(2) } }],
  ])('finds an offer that was %s', async (_, answer, outcome) => {
    deps.gateway.queries.push(answer)
    deps.gateway.preSigns.push(openedByPayment)
    expect(await take(order(2))).toMatchObject(outcome)
  })

  it('does not touch an offer whose fate nobody can tell', async () => {
    deps.gateway.queries.push(UNREACHABLE)
    await expect(take(order(2))).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
    expect(records()).toMatchObject([{ state: 'PRESIGNED', request: { prepay_id: 'wx1' } }])
  })
})

it('ending a contract asks the database as often after one attempt as after a thousand', async () => {
  const requestsAfter = async (attempts: number): Promise<number> => {
    renew()
    for (let attemptNo = 1; attemptNo < attempts; attemptNo++) {
      deps.store.seed('contracts', aContract({ attemptNo, state: 'EXPIRED', session: SESSION }))
    }
    given(deps, aContract({ attemptNo: attempts, state: 'SIGNED' }))
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'))
    const out_contract_code = codeOf(attempts)
    const close = terminateContract({ out_contract_code }, { openid: OPENID }, deps)
    expect(await close).toMatchObject({ state: 'terminated' })
    return deps.store.requests
  }
  expect(await requestsAfter(1000)).toBe(await requestsAfter(1))
})
