// Combine-papay contracts end by themselves: from then on nothing may be charged, and the user may sign again.
import { isChargeable, isInForce } from '../../../../../cloudfunctions/_shared/contracts/evidence/inForce'
import { preEntrustSign } from '../../../../../cloudfunctions/_shared/contracts/sign/preEntrustSign'
import { queryContract } from '../../../../../cloudfunctions/_shared/contracts/ask/queryContract'
import { terminateContract } from '../../../../../cloudfunctions/_shared/contracts/close/terminateContract'
import { toEvidence } from '../../../../../cloudfunctions/_shared/contracts/evidence/judge'
import { readClaim } from '../../../../../cloudfunctions/_shared/contracts/evidence/claim'
import { writeEvidence } from '../../../../../cloudfunctions/_shared/contracts/evidence/writeEvidence'
import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import {
  aCombineReply,
  aContract,
  codeOf,
  COMBINE,
  HEARD,
  NOW,
  OPENID,
  SESSION,
  sha256,
  TEXT_HASH,
  wireContract,
} from '../../../../support/builders'
import { ACCEPTED, fakeDeps, given, refused, tells, UNREACHABLE, type FakeDeps } from '../../../../support/fakeDeps'

const END = NOW + 60_000
const signed = (changes: Partial<ContractRecord> = {}) =>
  aContract({ state: 'SIGNED', signedAtMs: 1, contractExpiresAtMs: END, ...(changes as object) }, COMBINE)

describe('a contract', () => {
  it.each([
    ['before its end', signed(), END - 1, true, true],
    ['at its end', signed(), END, false, false],
    ['without an end', aContract({ state: 'SIGNED' }), END * 2, true, true],
    ['being closed', signed({ terminateRequestedAtMs: 1 }), NOW, true, false],
    ['that was closed', signed({ state: 'TERMINATED' }), NOW, false, false],
    ['nobody has signed', signed({ state: 'PRESIGNED' }), NOW, false, false],
  ])('%s: in force %p', (_, contract, atMs, inForce, chargeable) => {
    expect(isInForce(contract, atMs)).toBe(inForce)
    expect(isChargeable(contract, atMs)).toBe(chargeable)
  })
})

describe('after its end', () => {
  const caller = { openid: OPENID }
  let deps: FakeDeps
  beforeEach(() => {
    deps = fakeDeps(COMBINE)
    deps.clock.now = END
    given(deps, signed(HEARD))
  })
  const ask = async () => preEntrustSign({ consent: { textHash: TEXT_HASH } }, caller, deps)

  it('the user gets a code of their own once WeChat Pay tells no later end, and before it none', async () => {
    deps.clock.now = END - 1
    expect(await ask()).toEqual({ state: 'signed', out_contract_code: codeOf(1, COMBINE) })
    deps.clock.now = END
    deps.gateway.queries.push(endsAt(END))
    deps.gateway.preSigns.push({ kind: 'accepted', reply: aCombineReply(codeOf(2, COMBINE)) })
    expect(await ask()).toMatchObject({ state: 'inProgress', out_contract_code: codeOf(2, COMBINE) })
  })

  const endsAt = (ms: number) => tells('SIGNED', { contract_expired_time: new Date(ms).toISOString() })
  const out_contract_code = codeOf(1, COMBINE)
  const close = async () => terminateContract({ out_contract_code }, caller, deps)
  const stored = () => deps.store.read('contracts', out_contract_code)

  it('it is told as terminated, once WeChat Pay was asked', async () => {
    deps.gateway.queries.push(endsAt(END))
    expect(await queryContract({}, caller, deps)).toMatchObject({ state: 'terminated', terminatedAtMs: END })
  })

  it('it is in force again where WeChat Pay tells a later end', async () => {
    deps.gateway.queries.push(endsAt(END + 1))
    expect(await queryContract({}, caller, deps)).toMatchObject({ state: 'signed', contractExpiresAtMs: END + 1 })
    expect(await stored()).toMatchObject({ contractExpiresAtMs: END + 1 })
  })

  it('closing it is sent, and WeChat Pay says what came of it', async () => {
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await close()).toMatchObject({ state: 'terminated', terminatedAtMs: Date.UTC(2026, 10, 21, 3, 0, 0, 120) })
    expect(deps.gateway.made).toEqual(['terminate', 'query'])
  })

  it.each([
    ['still says signed', endsAt(END)],
    ['cannot be asked', UNREACHABLE],
  ])('it is closing while WeChat Pay %s, whatever end is on record', async (_, answer) => {
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(answer)
    const told = await close()
    expect(told).toMatchObject({ state: 'closing' })
    expect(told).not.toHaveProperty('terminatedAtMs')
  })

  it('it is closing after a refusal to close it: the wish stands', async () => {
    deps.gateway.terminations.push(refused(400, 'INVALID_REQUEST'))
    deps.gateway.queries.push(endsAt(END))
    expect(await close()).toMatchObject({ state: 'closing' })
    expect(await stored()).toHaveProperty('terminateRequestedAtMs')
  })

  it.each([
    ['past its end makes way for', END, 2],
    ['still in force is told before', END - 1, 1],
  ])('a holder %s another attempt that is signed', async (_, atMs, holder) => {
    const second = aContract({ attemptNo: 2, state: 'PRESIGNED', session: SESSION }, COMBINE)
    const read = readClaim(wireContract(second, 'SIGNED'))
    if (!read.ok) throw new Error('unreadable')
    const evidence = toEvidence(read.claim, 'SIGNED', 'notify', 'x', atMs)
    await deps.store.transact(async (tx) => writeEvidence(tx, second, evidence, sha256))
    deps.clock.now = atMs
    deps.gateway.queries.push(tells('SIGNED'))
    const out_contract_code = codeOf(holder, COMBINE)
    expect(await queryContract({}, { openid: OPENID }, deps)).toMatchObject({ state: 'signed', out_contract_code })
    expect(deps.store.all('contract_slots')[0]?.inForce.map(({ code }) => code)).toEqual(
      [1, 2].map((attemptNo) => codeOf(attemptNo, COMBINE)),
    )
  })
})

it('an end that cannot be read is an alert, and what is known stays', async () => {
  const deps = fakeDeps(COMBINE)
  given(deps, signed({ contract_id: '123124412412423431' }))
  deps.gateway.queries.push(tells('SIGNED', { contract_expired_time: '20271121100500' }))
  expect(await queryContract({}, { openid: OPENID }, deps)).toMatchObject({ state: 'signed', contractExpiresAtMs: END })
  expect(deps.logged).toMatchObject([{ level: 'alert', fields: { fields: 'contract_expired_time' } }])
})

it('its end is learnt from a query and kept', async () => {
  const deps = fakeDeps(COMBINE)
  deps.store.seed('contracts', aContract({ state: 'PRESIGNED', session: SESSION }, COMBINE))
  deps.gateway.queries.push(tells('SIGNED', { contract_expired_time: '2027-11-21T10:05:00+08:00' }))
  const out_contract_code = codeOf(1, COMBINE)
  expect(await queryContract({ out_contract_code }, { openid: OPENID }, deps)).toMatchObject({
    state: 'signed',
    contractExpiresAtMs: Date.UTC(2027, 10, 21, 2, 5),
  })
})
