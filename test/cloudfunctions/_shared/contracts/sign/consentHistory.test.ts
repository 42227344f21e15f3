// Consent counts for a text the server knows, is appended, and never changes what may have counted.
import * as v from 'valibot'
import { consentsOf, withConsent } from '../../../../../cloudfunctions/_shared/contracts/sign/consentHistory'
import { preEntrustSignInput } from '../../../../../cloudfunctions/_shared/contracts/sign/preEntrustSignInput'
import type { Consent } from '../../../../../typings/contract/callables'
import { aContract, codeOf, MINUTE, NOW, OTHER_TEXT_HASH, SESSION, TEXT_HASH } from '../../../../support/builders'
import { given, opened, tells, UNREACHABLE } from '../../../../support/fakeDeps'
import { oneUser } from '../../../../support/oneUser'

const FIRST = { textHash: TEXT_HASH }
const OTHER = { textHash: OTHER_TEXT_HASH }
const dated = (day: number): Consent => ({ ...FIRST, details: `首次扣款: 12月${day}日` })

const user = oneUser()
const { deps } = user

const sign = async (consent: Consent) => {
  deps.clock.now += 1
  return user.sign({ consent })
}
const stored = async (attemptNo = 1) => {
  const contract = await deps.store.read('contracts', codeOf(attemptNo))
  if (!contract) throw new Error('nothing on record')
  return contract
}
const history = async (attemptNo = 1) => consentsOf(await stored(attemptNo))
/** All agreed to within one session. */
const days = (count: number) => Array.from({ length: count }, (_, index) => ({ ...dated(index), atMs: NOW }))

describe('a text', () => {
  it('that nobody has on file is refused by name and with its cure, before anything is written or asked', async () => {
    const refused = sign({ textHash: 'c'.repeat(64) })
    await expect(refused).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/^consent\.textHash: .*consents\.json.*npm run consents/) as string,
    })
    expect(deps.store.written).toBe(0)
    expect(deps.gateway.made).toEqual([])
  })
})

describe('what was agreed to', () => {
  it('is appended, with what this user was shown besides', async () => {
    given(deps, aContract({ state: 'PRESIGNED', session: SESSION }))
    await sign(OTHER)
    await sign(dated(1))
    expect(await history()).toEqual([
      { ...FIRST, atMs: NOW },
      { ...OTHER, atMs: NOW + 1 },
      { ...dated(1), atMs: NOW + 2 },
    ])
  })

  it.each<[string, Consent]>([
    ['without details', FIRST],
    ['with details', dated(3)],
  ])('twice in a row is there once, as it first was (%s)', async (_, consent) => {
    given(deps, aContract({ state: 'PRESIGNED', session: SESSION, consentHistory: [{ ...consent, atMs: NOW }] }))
    const before = await stored()
    await sign(consent)
    expect(await stored()).toEqual(before)
  })

  it('is appended where an unknown outcome is carried on', async () => {
    deps.gateway.preSigns.push(UNREACHABLE, opened)
    await sign(FIRST).catch(() => undefined)
    await sign(OTHER)
    expect(await history()).toMatchObject([FIRST, OTHER])
  })

  it.each(['SIGNED', 'TERMINATED'] as const)('is left as it is once the contract is %s', async (state) => {
    const contract = aContract({ state })
    expect(withConsent(contract, OTHER, NOW)).toBe(contract)
  })

  it('after the end of a contract is of the next one', async () => {
    given(deps, aContract({ state: 'TERMINATED' }))
    deps.gateway.preSigns.push(opened)
    await sign(OTHER)
    expect(await history(1)).toMatchObject([FIRST])
    expect(await history(2)).toMatchObject([OTHER])
  })

  it('by version 0.1.0 stays as it is, and is the first of the history', async () => {
    const old = aContract({ state: 'PRESIGNED', session: SESSION, consent: { ...FIRST, atMs: 5 } })
    delete old.consentHistory
    given(deps, old)
    expect(consentsOf(old)).toEqual([{ ...FIRST, atMs: 5 }])
    await sign(FIRST)
    expect(await stored()).toEqual(old)
    await sign(OTHER)
    expect(await stored()).toMatchObject({ consent: old.consent, consentHistory: [old.consent, OTHER] })
  })
})

describe('many times', () => {
  it('one session takes 20, and then is handed out no more: none of them has to make room', async () => {
    given(deps, aContract({ state: 'PRESIGNED', session: SESSION, consentHistory: days(19) }))
    expect(await sign(dated(20))).toMatchObject({ out_contract_code: codeOf(1) })
    // It may still be signed, so nothing follows it before it is over.
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    await expect(sign(dated(21))).rejects.toMatchObject({ code: 'RATE_LIMITED' })
    deps.clock.now = SESSION.expiresAtMs + 10 * MINUTE
    deps.gateway.queries.push(tells('NOT_SIGNED'))
    deps.gateway.preSigns.push(opened)
    expect(await sign(dated(21))).toMatchObject({ out_contract_code: codeOf(2) })
    expect(await history(1)).toMatchObject([...days(19), dated(20)])
    expect(await history(2)).toMatchObject([dated(21)])
  })

  it('what has no session keeps the newest, and with it comes a session that is handed out', async () => {
    const consentHistory = days(20)
    given(deps, aContract({ consentHistory }))
    deps.gateway.preSigns.push(UNREACHABLE, opened)
    await sign(dated(21)).catch(() => undefined)
    expect(await history()).toMatchObject([...consentHistory.slice(2), dated(21)])
    expect(await sign(dated(22))).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(1) })
    expect(await history()).toMatchObject([...consentHistory.slice(3), dated(21), dated(22)])
  })
})

describe('details', () => {
  const take = (details: unknown) => v.safeParse(preEntrustSignInput, { consent: { ...FIRST, details } }).success
  it.each(['首次扣款: 12月1日\n下次扣款: 1月1日', '😀', 'x'.repeat(2048)])('%p are taken', (details) => {
    expect(take(details)).toBe(true)
  })
  it.each(['', 'x'.repeat(2049), '字'.repeat(683), 'a\ud83d', 'a\u0000', {}, null])('%p are refused', (details) => {
    expect(take(details)).toBe(false)
  })
})
