// A signed contract that is to be closed, and WeChat Pay knows no such contract: no proof of an end, and no reason to wait for one
// for ever.
import { release } from '../../../../../cloudfunctions/_shared/admin/release'
import { mayCharge } from '../../../../../cloudfunctions/_shared/admin/mayCharge'
import { queryContract } from '../../../../../cloudfunctions/_shared/contracts/ask/queryContract'
import { terminateContract } from '../../../../../cloudfunctions/_shared/contracts/close/terminateContract'
import { preEntrustSign } from '../../../../../cloudfunctions/_shared/contracts/sign/preEntrustSign'
import type { CallOutcome } from '../../../../../cloudfunctions/_shared/kernel/ports'
import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import { NEVER_MS } from '../../../../../cloudfunctions/_shared/records/due'
import { aContract, codeOf, HOUR, MINUTE, NOW, OPENID, SESSION, TEXT_HASH } from '../../../../support/builders'
import {
  ACCEPTED,
  fakeDeps,
  given,
  opened,
  refused,
  tells,
  UNREACHABLE,
  type FakeDeps,
} from '../../../../support/fakeDeps'

const caller = { openid: OPENID }
const NOT_FOUND = refused(404, 'NOT_FOUND')
const LATE = 10 * MINUTE
type Answer = CallOutcome<unknown> | ReturnType<typeof tells>

let deps: FakeDeps
beforeEach(() => {
  deps = fakeDeps()
})

const ask = async () => queryContract({}, caller, deps)
const close = async () => terminateContract({ out_contract_code: codeOf() }, caller, deps)
const stored = async () => deps.store.read('contracts', codeOf())
const alerts = () => deps.logged.filter(({ level }) => level === 'alert').map(({ event }) => event)
const inForce = () => deps.store.all('contract_slots').flatMap((slot) => slot.inForce)
const signed = (changes: Partial<ContractRecord> = {}) =>
  given(deps, aContract({ state: 'SIGNED', session: SESSION, signedAtMs: NOW, ...(changes as object) }))
/** Signed a day ago, sent to be closed just now, and answered so when asked what came of it. */
async function closingAnswered(answer: Answer): Promise<void> {
  signed({ createdAtMs: NOW - 24 * HOUR, session: { ...SESSION, expiresAtMs: NOW - 22 * HOUR } })
  deps.gateway.terminations.push(ACCEPTED)
  deps.gateway.queries.push(answer)
  expect(await close()).toMatchObject({ state: 'closing' })
}
const later = async (ms: number, answer: Answer) => {
  deps.clock.now += ms
  deps.gateway.queries.push(answer)
  return ask()
}
const GONE = 'contract to be closed is not known to WeChat Pay: no longer in force'

describe('what WeChat Pay says it does not know, twice and long enough apart, holds its user no longer:', () => {
  it.each<[string, Answer, Answer]>([
    ['a signed 404', NOT_FOUND, NOT_FOUND],
    ['NOT_SIGNED', tells('NOT_SIGNED'), tells('NOT_SIGNED')],
    ['SIGN_FAILED', tells('SIGN_FAILED'), tells('SIGN_FAILED')],
    ['first the one and then the other', tells('NOT_SIGNED'), NOT_FOUND],
    ['another code of the kind', refused(400, 'CONTRACT_NOT_EXIST'), NOT_FOUND],
  ])('%s', async (_, first, second) => {
    await closingAnswered(first)
    expect(await later(LATE - 1, second)).toMatchObject({ state: 'closing' })
    expect(alerts()).toEqual([])
    expect(await later(2000, second)).toEqual({ state: 'none', out_contract_code: codeOf() })
    expect(await stored()).toMatchObject({ state: 'SIGNED', voidAtMs: deps.clock.now, dueAtMs: NEVER_MS })
    expect(inForce()).toEqual([])
    expect(alerts()).toEqual([GONE])
    // No end was told, to the merchant's code neither; and nothing is charged under it.
    expect(deps.store.all('contract_outbox')).toEqual([])
    expect(deps.gateway.made.filter((call) => call === 'terminate')).toHaveLength(1)
    deps.gateway.queries.push(NOT_FOUND)
    expect(await mayCharge({ out_contract_code: codeOf() }, deps)).toMatchObject({ mayCharge: false })
  })

  it('the user goes on with another code, and may ask about the old one', async () => {
    await closingAnswered(NOT_FOUND)
    await later(LATE, NOT_FOUND)
    deps.gateway.preSigns.push(opened)
    const signedAnew = await preEntrustSign({ consent: { textHash: TEXT_HASH } }, caller, deps)
    expect(signedAnew).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(2) })
    deps.clock.now += 2000
    deps.gateway.queries.push(NOT_FOUND)
    expect(await queryContract({ out_contract_code: codeOf() }, caller, deps)).toMatchObject({ state: 'none' })
  })

  it('closing it once more is answered so, and sends nothing', async () => {
    await closingAnswered(NOT_FOUND)
    deps.clock.now += LATE
    deps.gateway.queries.push(NOT_FOUND)
    expect(await close()).toMatchObject({ state: 'none' })
    expect(deps.gateway.made).toEqual(['terminate', 'query', 'query'])
  })

  it('not before a termination was sent: a wish that was lost on the way is sent first', async () => {
    signed({ terminateRequestedAtMs: NOW - HOUR })
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(NOT_FOUND, NOT_FOUND)
    expect(await ask()).toMatchObject({ state: 'closing' })
    expect(await later(LATE, NOT_FOUND)).toMatchObject({ state: 'none' })
  })

  it('without a wish to close it stays signed', async () => {
    signed()
    deps.gateway.queries.push(NOT_FOUND)
    expect(await ask()).toMatchObject({ state: 'signed' })
    expect(await later(24 * HOUR, NOT_FOUND)).toMatchObject({ state: 'signed' })
    expect(await stored()).not.toHaveProperty('voidAtMs')
  })

  it.each<[string, Answer]>([
    ['in force', tells('SIGNED')],
    ['in a state nobody knows', tells('TERMINATE_PENDING')],
  ])('nor where it is told to be %s in between', async (_, between) => {
    await closingAnswered(NOT_FOUND)
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(...(_ === 'in force' ? [between] : []))
    await later(5 * MINUTE, between)
    expect(await later(5 * MINUTE, NOT_FOUND)).toMatchObject({ state: 'closing' })
    expect(await later(LATE, NOT_FOUND)).toMatchObject({ state: 'none' })
  })

  it.each<[string, Answer]>([
    ['401', refused(401, 'SIGN_ERROR')],
    ['403', refused(403, 'NO_AUTH')],
    ['an unsigned 404', refused(404, 'NOT_FOUND', false)],
    ['no answer', UNREACHABLE],
    ['any other refusal', refused(400, 'PARAM_ERROR')],
  ])('nor by %s, however often', async (_, answer) => {
    await closingAnswered(answer)
    expect(await later(LATE, answer)).toMatchObject({ state: 'closing' })
    expect(await later(24 * HOUR, answer)).toMatchObject({ state: 'closing' })
  })
})

describe('and counts as before as soon as WeChat Pay tells of it:', () => {
  beforeEach(async () => {
    await closingAnswered(NOT_FOUND)
    await later(LATE, NOT_FOUND)
    deps.clock.now += 2000
  })
  const askByCode = async () => queryContract({ out_contract_code: codeOf() }, caller, deps)

  it('in force, it is closing, listed, and the termination is sent again', async () => {
    deps.gateway.queries.push(tells('SIGNED'), tells('SIGNED'))
    deps.gateway.terminations.push(ACCEPTED)
    expect(await askByCode()).toMatchObject({ state: 'closing' })
    expect(await stored()).not.toHaveProperty('voidAtMs')
    expect(inForce()).toMatchObject([{ code: codeOf() }])
    expect(deps.gateway.made.slice(-3)).toEqual(['query', 'terminate', 'query'])
  })

  it('ended, it is terminated, and told', async () => {
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await askByCode()).toMatchObject({ state: 'terminated' })
    expect(deps.store.all('contract_outbox')).toMatchObject([{ state: 'TERMINATED' }])
  })
})

describe('release of a signed one', () => {
  const releasing = async () => release({ out_contract_code: codeOf() }, deps)

  it.each([{}, { terminateRequestedAtMs: NOW - 5, terminateSentAtMs: NOW - 5, terminateTries: 1 }])(
    'is granted where WeChat Pay, asked then, knows no such contract: %j',
    async (changes) => {
      signed(changes)
      deps.gateway.queries.push(NOT_FOUND)
      const released = { out_contract_code: codeOf(), state: 'SIGNED', releasedAtMs: NOW }
      expect(await releasing()).toEqual(released)
      deps.clock.now += 5
      expect(await releasing()).toEqual(released)
      expect(deps.gateway.made).toEqual(['query'])
      expect(inForce()).toEqual([])
      deps.clock.now += 2000
      deps.gateway.queries.push(NOT_FOUND)
      expect(await ask()).toEqual({ state: 'none', out_contract_code: codeOf() })
    },
  )

  it('is nothing to charge under, though WeChat Pay called it signed within a day', async () => {
    signed({ contract_id: '7', evidence: [{ source: 'query', atMs: NOW - HOUR, what: 'SIGNED' }] })
    deps.gateway.queries.push(NOT_FOUND)
    await releasing()
    expect(await mayCharge({ out_contract_code: codeOf() }, deps)).toMatchObject({ reason: 'NOT_SIGNED' })
  })

  it.each<[string, Answer, string]>([
    ['it is in force', tells('SIGNED'), 'INVALID_INPUT'],
    ['nothing', UNREACHABLE, 'WECHATPAY_UNREACHABLE'],
    ['403', refused(403, 'NO_AUTH'), 'WECHATPAY_REJECTED'],
    ['an unsigned 404', refused(404, 'NOT_FOUND', false), 'WECHATPAY_REJECTED'],
    ['a state nobody knows', tells('TERMINATE_PENDING'), 'WECHATPAY_UNTRUSTED'],
    ['that somebody else holds it', tells('NOT_SIGNED', { mchid: '1900000999' }), 'WECHATPAY_UNTRUSTED'],
  ])('is refused where WeChat Pay says %s', async (_, answer, code) => {
    signed()
    deps.gateway.queries.push(answer)
    await expect(releasing()).rejects.toMatchObject({ code })
    expect(await stored()).not.toHaveProperty('voidAtMs')
    expect(inForce()).toMatchObject([{ code: codeOf() }])
  })

  it('is granted where the question is refused in the same words, ten minutes apart', async () => {
    signed()
    const ODD = refused(400, 'PARAM_ERROR')
    deps.gateway.queries.push(ODD, ODD)
    await expect(releasing()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    deps.clock.now += LATE
    expect(await releasing()).toMatchObject({ state: 'SIGNED', releasedAtMs: deps.clock.now })
  })

  it('is no release of one that turns out to have ended', async () => {
    signed()
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await releasing()).toEqual({ out_contract_code: codeOf(), state: 'TERMINATED' })
    expect(deps.store.all('contract_outbox')).toMatchObject([{ state: 'TERMINATED' }])
  })

  it('yields to a notification that names it while WeChat Pay is asked', async () => {
    signed()
    deps.gateway.queries.push((contract) => {
      deps.store.seed('contracts', { ...contract, setAsideAtMs: NOW })
      return NOT_FOUND
    })
    await expect(releasing()).rejects.toMatchObject({ code: 'INVALID_INPUT' })
    expect(await stored()).not.toHaveProperty('voidAtMs')
  })
})
