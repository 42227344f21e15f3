import { isNeverSigned, judgeQuery } from '../../../../../cloudfunctions/_shared/contracts/ask/judgeQuery'
import { isOtherSigner } from '../../../../../cloudfunctions/_shared/contracts/evidence/otherSigner'
import {
  aContract,
  COMBINE,
  HOUR,
  NOW,
  OPENID,
  PROVIDER,
  SESSION,
  SUB_MERCHANT,
  wireContract,
} from '../../../../support/builders'
import { refused } from '../../../../support/fakeDeps'

const pending = aContract({ state: 'PRESIGNED', session: SESSION })
const combine = aContract({ state: 'PRESIGNED', session: SESSION }, COMBINE)
const judge = (state: string, changes: Record<string, unknown> = {}, contract = pending, nowMs = NOW) =>
  judgeQuery(wireContract(contract, state, changes), contract, nowMs)

describe('judgeQuery', () => {
  it('takes SIGNED with its id and its time', () => {
    expect(judge('SIGNED')).toEqual({
      kind: 'evidence',
      evidence: {
        source: 'query',
        atMs: NOW,
        what: 'SIGNED',
        state: 'SIGNED',
        facts: { contract_id: '123124412412423431', openid: OPENID, signedAtMs: Date.UTC(2026, 10, 21, 2, 5) },
      },
    })
  })

  it('takes the end of a combine-papay contract from beside it', () => {
    const verdict = judge('SIGNED', { contract_expired_time: '2027-11-21T10:05:00.120+08:00' }, combine)
    const contractExpiresAtMs = Date.UTC(2027, 10, 21, 2, 5, 0, 120)
    expect(verdict).toMatchObject({ kind: 'evidence', evidence: { facts: { contractExpiresAtMs } } })
  })

  it.each([
    ['the user of the sub-merchant', {}, 'evidence'],
    ['whoever that is under the provider, whom we do not know', { openid: 'oUnderProvider' }, 'evidence'],
    ['and the sub-merchant by name', { sub_mchid: SUB_MERCHANT.mchid, sub_appid: SUB_MERCHANT.appid }, 'evidence'],
    ['another user of the sub-merchant', { sub_openid: 'oOther' }, 'setAside'],
    ['no user of the sub-merchant', { sub_openid: undefined }, 'setAside'],
    ['another sub-merchant', { sub_mchid: '1900000199' }, 'setAside'],
    ['another appid of the sub-merchant', { sub_appid: 'wxother' }, 'setAside'],
  ])('where a sub_openid binds, SIGNED naming %s: %s', (_, changes, kind) => {
    const bound = aContract({ state: 'PRESIGNED', session: SESSION, sub_openid: 'oUnderSub' }, PROVIDER)
    expect(judge('SIGNED', changes, bound).kind).toBe(kind)
  })

  it('of the app: whoever signed has to be named', () => {
    const asked = aContract({ state: 'PRESIGNED', session: SESSION, scene: 'app', userId: 'u1' }, COMBINE)
    expect(judge('SIGNED', { openid: 'oAnybody' }, asked)).toMatchObject({
      kind: 'evidence',
      evidence: { facts: { openid: 'oAnybody' } },
    })
    for (const nobody of [{}, { openid: '' }, { openid: null, sp_openid: '' }]) {
      expect(judge('SIGNED', nobody, asked)).toMatchObject({
        kind: 'setAside',
        reason: 'IDENTITY_INCOMPLETE',
        fields: ['openid'],
      })
    }
    const named = { ...asked, openid: '' }
    expect(judge('SIGNED', { openid: '' }, named)).toMatchObject({ reason: 'IDENTITY_INCOMPLETE' })
    expect(judge('SIGNED', { openid: 'oAnybody' }, named)).toMatchObject({
      evidence: { facts: { openid: 'oAnybody' } },
    })
  })

  it('takes SIGNED of the combine-papay family by its plan_id', () => {
    expect(judge('SIGNED', {}, combine)).toMatchObject({ kind: 'evidence' })
    expect(judge('SIGNED', { plan_id: undefined, service_id: 12535 }, combine)).toMatchObject({
      kind: 'setAside',
      reason: 'IDENTITY_INCOMPLETE',
      fields: ['plan_id'],
    })
  })

  it.each(['mchid', 'appid', 'openid', 'service_id'])('does not take SIGNED without %s as proof', (name) => {
    expect(judge('SIGNED', { [name]: undefined })).toMatchObject({
      kind: 'setAside',
      reason: 'IDENTITY_INCOMPLETE',
      fields: [name],
    })
  })

  it.each([null, ''])('takes a name that is told as %p for one that is not told', (nothing) => {
    for (const name of ['mchid', 'appid', 'openid', 'service_id']) {
      expect(judge('SIGNED', { [name]: nothing })).toMatchObject({ reason: 'IDENTITY_INCOMPLETE', fields: [name] })
    }
    const empty = { sp_mchid: nothing, sp_appid: nothing, sp_openid: nothing, sub_openid: nothing, sub_mchid: nothing }
    const times = {
      contract_expired_time: nothing,
      contract_termination_mode: nothing,
      contract_terminate_info: nothing,
    }
    expect(judge('SIGNED', { ...empty, ...times })).toEqual(judge('SIGNED'))
    expect(judge('SIGNED', { openid: nothing, sp_openid: OPENID })).toEqual(judge('SIGNED'))
    expect(judge('TERMINATED', { openid: nothing, appid: nothing })).toMatchObject({ kind: 'evidence' })
    expect(judge('SIGNED', { contract_id: nothing })).not.toHaveProperty('evidence.facts.contract_id')
  })

  it.each([
    ['mchid', '1900000110'],
    ['appid', 'wxother'],
    ['openid', 'oBob'],
    ['service_id', 1],
    ['out_contract_code', 'another'],
    ['sp_mchid', '1900000110'],
    ['sp_openid', 'oBob'],
  ])('sets SIGNED with another %s aside', (name, value) => {
    expect(judge('SIGNED', { [name]: value })).toMatchObject({ kind: 'setAside', reason: 'IDENTITY_MISMATCH' })
  })

  it('takes the receipt as the time where none is told, or none that can be read', () => {
    expect(judge('SIGNED', { contract_signed_time: 'yesterday' })).toMatchObject({
      evidence: { facts: { signedAtMs: NOW } },
    })
  })

  it.each([1795226700, {}, [], true])('takes a time that came as %p for one that cannot be read', (time) => {
    expect(judge('SIGNED', { contract_signed_time: time, contract_expired_time: time })).toMatchObject({
      evidence: { facts: { signedAtMs: NOW }, unused: ['contract_expired_time'] },
    })
    const contract_terminate_info = { contract_termination_mode: 'USER_TERMINATE', contract_terminated_time: time }
    expect(judge('TERMINATED', { contract_terminate_info })).toMatchObject({
      evidence: { facts: { terminatedAtMs: NOW } },
    })
  })

  it('takes TERMINATED with mode and time, even when it does not repeat the user', () => {
    expect(judge('TERMINATED', { openid: undefined, appid: undefined })).toMatchObject({
      evidence: {
        state: 'TERMINATED',
        facts: { contract_termination_mode: 'USER_TERMINATE', terminatedAtMs: Date.UTC(2026, 10, 21, 3, 0, 0, 120) },
      },
    })
    expect(judge('TERMINATED', { openid: 'oBob' })).toMatchObject({ kind: 'setAside' })
    expect(judge('TERMINATED', { mchid: undefined })).toMatchObject({ kind: 'setAside' })
  })

  const info = { contract_termination_mode: 'SYSTEM_TERMINATE', contract_terminated_time: '2026-11-21T11:00:00+08:00' }
  it.each([
    ['inside', { contract_terminate_info: info }, ['contract_terminate_info']],
    [
      'by its time',
      { contract_terminate_info: { ...info, contract_termination_mode: null } },
      ['contract_terminate_info'],
    ],
    ['flat', { contract_termination_mode: 'USER_TERMINATE' }, ['contract_termination_mode']],
  ])('believes SIGNED beside a termination told %s, and names what it does not believe', (_, changes, unused) => {
    const { evidence } = judge('SIGNED') as { evidence: object }
    expect(judge('SIGNED', changes)).toEqual({ kind: 'evidence', evidence: { ...evidence, unused } })
  })

  it.each([{}, null, { contract_termination_mode: null }])(
    'takes no block of %p for one',
    (contract_terminate_info) => {
      expect(judge('SIGNED', { contract_terminate_info })).toEqual(judge('SIGNED'))
    },
  )

  it.each<[string, Record<string, unknown>, string]>([
    ['a number', { contract_terminate_info: { ...info, contract_termination_mode: 3 } }, '3'],
    ['a number, flat', { contract_terminate_info: null, contract_termination_mode: 3 }, '3'],
  ])('takes the end though its mode is %s', (_, changes, mode) => {
    expect(judge('TERMINATED', changes)).toMatchObject({ evidence: { facts: { contract_termination_mode: mode } } })
  })

  it.each([[{ contract_termination_mode: [] }], ['{}'], [false], [7]])(
    'takes the end though its block is %j, and names it',
    (contract_terminate_info) => {
      const { evidence } = judge('TERMINATED', { contract_terminate_info }) as { evidence: { facts: object } }
      expect(evidence).toMatchObject({ state: 'TERMINATED', unused: ['contract_termination_mode'] })
      expect(evidence.facts).not.toHaveProperty('contract_termination_mode')
      expect(judge('SIGNED', { contract_terminate_info })).toMatchObject({
        evidence: { state: 'SIGNED', unused: ['contract_terminate_info'] },
      })
    },
  )

  it.each(['0001-01-01T00:00:00Z', '1970-01-01T08:00:00+08:00'])('takes %s for no end, and says so', (time) => {
    const verdict = judge('SIGNED', { contract_expired_time: time })
    expect(verdict).toMatchObject({ evidence: { state: 'SIGNED', unused: ['contract_expired_time'] } })
    expect(verdict).not.toHaveProperty('evidence.facts.contractExpiresAtMs')
  })

  it.each([undefined, null, 'TERMINATE_PENDING'])('takes no termination for the end where the state is %p', (state) => {
    const changes = { contract_state: state, contract_terminate_info: info }
    expect(judge('TERMINATED', changes)).toMatchObject({ kind: 'setAside', reason: 'STATE_UNKNOWN' })
  })

  it('ends a session that is over and not signed, and only then', () => {
    expect(judge('NOT_SIGNED', {}, pending, NOW + 2 * HOUR - 1)).toEqual({ kind: 'notSigned' })
    expect(judge('NOT_SIGNED', {}, pending, NOW + 2 * HOUR)).toMatchObject({
      kind: 'notSigned',
      evidence: { state: 'EXPIRED' },
    })
  })

  it('believes no NOT_SIGNED about another contract', () => {
    expect(judge('NOT_SIGNED', { out_contract_code: 'another' })).toMatchObject({ kind: 'setAside' })
    expect(judge('NOT_SIGNED', { openid: 'oBob' })).toMatchObject({ kind: 'setAside' })
  })

  it.each(['TO_BE_RENEWED', 'TERMINATE_PENDING', 'signed', ''])('does not guess what state "%s" means', (state) => {
    expect(judge(state)).toMatchObject({ kind: 'setAside', reason: 'STATE_UNKNOWN' })
  })

  it.each([undefined, null, 'text', [], { contract_state: 'SIGNED' }, { out_contract_code: { $gt: '' } }])(
    'sets an answer aside that is no contract: %p',
    (reply) => {
      expect(judgeQuery(reply, pending, NOW)).toMatchObject({ kind: 'setAside', reason: 'FIELDS_MALFORMED' })
    },
  )

  it.each([
    ['service_id as text', { service_id: '12535' }],
    ['mchid as a number', { mchid: 1900000109 }],
    ['times of another form', { contract_signed_time: '2026-11-21 10:05:00+0800' }],
  ])('reads %s as meant', (_, changes) => {
    expect(judge('SIGNED', changes)).toEqual(judge('SIGNED'))
  })

  it('reads a contract_id that came as a number and has all of its digits', () => {
    expect(judge('SIGNED', { contract_id: 123124412412423 })).toMatchObject({
      evidence: { facts: { contract_id: '123124412412423' } },
    })
  })

  it.each([
    ['service_id', { service_id: '1' }],
    ['service_id', { service_id: '12536' }],
    ['mchid', { mchid: 1900000110 }],
    ['sub_mchid', { sub_mchid: 1900000110 }],
  ])('sets another %s aside, however it is written', (field, changes) => {
    const bound = aContract({ state: 'PRESIGNED', session: SESSION, sub_mchid: '1900000199' })
    expect(judge('SIGNED', changes, bound)).toMatchObject({ reason: 'IDENTITY_MISMATCH', fields: [field] })
  })

  it('sets a contract_id aside that came as a number and has lost its last digits', () => {
    expect(judge('SIGNED', { contract_id: 123124412412423431 })).toMatchObject({
      kind: 'setAside',
      fields: ['contract_id'],
    })
  })
})

describe('isOtherSigner', () => {
  const stranger = { reason: 'IDENTITY_MISMATCH', fields: ['openid'] } as const
  it('is a case of combine-papay alone, whose session is bound to no user', () => {
    expect(isOtherSigner(combine, { ...stranger, fields: ['openid'] })).toBe(true)
    expect(isOtherSigner(pending, { ...stranger, fields: ['openid'] })).toBe(false)
  })

  it('is none when more than the user differs', () => {
    expect(isOtherSigner(combine, { ...stranger, fields: ['openid', 'mchid'] })).toBe(false)
    expect(isOtherSigner(combine, { reason: 'IDENTITY_INCOMPLETE', fields: ['openid'] })).toBe(false)
  })
})

describe('isNeverSigned', () => {
  it('believes a signed 404, or a signed code that says so', () => {
    expect(isNeverSigned(refused(404, 'ANY'))).toBe(true)
    expect(isNeverSigned(refused(400, 'CONTRACT_NOT_EXIST'))).toBe(true)
  })

  it('believes no unsigned 404, and no other refusal', () => {
    expect(isNeverSigned(refused(404, 'NOT_FOUND', false))).toBe(false)
    expect(isNeverSigned(refused(403, 'NO_AUTH'))).toBe(false)
    expect(isNeverSigned(refused(400, 'INVALID_REQUEST'))).toBe(false)
  })
})
