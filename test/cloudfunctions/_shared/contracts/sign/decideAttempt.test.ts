import {
  decideAttempt,
  type AttemptDecision,
  type Learnt,
  type Reuse,
} from '../../../../../cloudfunctions/_shared/contracts/sign/decideAttempt'
import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import { aContract, HOUR, NOW, SESSION } from '../../../../support/builders'

interface Given {
  leaseUntilMs?: number
  reuse?: Reuse
  isRenewable?: boolean
  holder?: ContractRecord
  learnt?: Learnt
  nowMs?: number
}

const decision = (contract: ContractRecord, { leaseUntilMs = 0, learnt, ...given }: Given = {}): AttemptDecision =>
  decideAttempt({
    attempt: { currentCode: contract._id, attemptNo: 3, leaseUntilMs },
    contract,
    nowMs: NOW,
    ...given,
    ...(learnt && { learnt: new Map([[contract._id, learnt]]) }),
  })
const decide = (contract: ContractRecord, given?: Given) => decision(contract, given).kind

const presigned = (leftMs: number) =>
  aContract({ state: 'PRESIGNED', session: { ...SESSION, expiresAtMs: NOW + leftMs } })

describe('decideAttempt', () => {
  it('starts with attempt 1 for a user without one', () => {
    expect(decideAttempt({ attempt: undefined, contract: undefined, nowMs: NOW })).toEqual({
      kind: 'newAttempt',
      attemptNo: 1,
    })
  })

  it('starts the next attempt after a termination, under the next number', () => {
    expect(decision(aContract({ state: 'TERMINATED' }))).toEqual({ kind: 'newAttempt', attemptNo: 4 })
  })

  it('resumes a request whose outcome is unknown, once nobody is at work on it', () => {
    expect(decide(aContract(), { leaseUntilMs: NOW + 1 })).toBe('inProgress')
    expect(decide(aContract(), { leaseUntilMs: NOW })).toBe('resume')
  })

  it('asks about one whose session would be over, however long ago, before anything is sent again', () => {
    expect(decide(aContract({ createdAtMs: NOW - 2 * HOUR + 1 }))).toBe('resume')
    expect(decide(aContract({ createdAtMs: NOW - 2 * HOUR }))).toBe('queryFirst')
    expect(decide(aContract({ createdAtMs: NOW - 2 * HOUR, resentAtMs: NOW - HOUR }))).toBe('queryFirst')
    expect(decide(aContract({ createdAtMs: NOW - 2 * HOUR }), { learnt: 'notSigned' })).toBe('newAttempt')
  })

  it('hands a session out again that serves the wish, and asks first where it does not', () => {
    expect(decide(presigned(1), { reuse: 'asItIs' })).toBe('reuseSession')
    expect(decide(presigned(1), { reuse: 'never' })).toBe('queryFirst')
  })

  it('hands one out that must be asked about only after that, and never one that is spent', () => {
    expect(decide(presigned(1), { reuse: 'afterAsking' })).toBe('queryFirst')
    expect(decide(presigned(1), { reuse: 'afterAsking', learnt: 'notSigned' })).toBe('reuseSession')
    expect(decide(presigned(1), { reuse: 'afterAsking', learnt: 'spent' })).toBe('newAttempt')
    expect(decide(presigned(1), { reuse: 'asItIs', learnt: 'spent' })).toBe('newAttempt')
  })

  it('asks about a signed contract past its end before a new one starts: it may have been extended', () => {
    const signed = { state: 'SIGNED', contractExpiresAtMs: NOW } as const
    expect(decide(aContract(signed))).toBe('queryFirst')
    expect(decide(aContract(signed), { learnt: 'ended' })).toBe('newAttempt')
    expect(decide(aContract({ ...signed, contractExpiresAtMs: NOW + 1 }))).toBe('signed')
  })

  it.each(['REJECTED', 'EXPIRED'] as const)('asks before it gives up on a %s code', (state) => {
    expect(decide(aContract({ state }))).toBe('queryFirst')
    expect(decide(aContract({ state }), { learnt: 'notSigned' })).toBe('newAttempt')
  })

  it('starts anew once this call has learnt that exactly this code is not signed', () => {
    expect(decide(presigned(0), { learnt: 'notSigned' })).toBe('newAttempt')
    const learnt = new Map([['another code', 'notSigned']] as const)
    const attempt = { currentCode: 'x', attemptNo: 1, leaseUntilMs: 0 }
    expect(decideAttempt({ attempt, contract: presigned(0), nowMs: NOW, learnt }).kind).toBe('queryFirst')
  })

  it('asks with another body for a code that may be renewed, unless nobody can sign it any more', () => {
    for (const state of ['PRESIGNED', 'EXPIRED'] as const) {
      const given = { isRenewable: true, reuse: 'never' } as const
      expect(decide(aContract({ state, session: SESSION }), { ...given, learnt: 'notSigned' })).toBe('renew')
      expect(decide(aContract({ state, session: SESSION }), { ...given, learnt: 'spent' })).toBe('newAttempt')
    }
    expect(decide(aContract({ state: 'REJECTED' }), { isRenewable: true, learnt: 'notSigned' })).toBe('newAttempt')
  })

  it.each(['REQUESTED', 'PRESIGNED', 'REJECTED', 'EXPIRED'] as const)(
    'gives up a %s code a person has released',
    (state) => {
      expect(decide(aContract({ state, session: SESSION, releasedAtMs: 1 }), { reuse: 'asItIs' })).toBe('newAttempt')
    },
  )

  it('knows a signed contract from one that is closing', () => {
    expect(decide(aContract({ state: 'SIGNED' }))).toBe('signed')
    expect(decide(aContract({ state: 'SIGNED', terminateRequestedAtMs: 1 }))).toBe('closing')
  })

  it('has nothing to sign while another contract of the user is in force', () => {
    const holder = aContract({ _id: 'other', state: 'SIGNED' })
    for (const contract of [aContract(), presigned(1), aContract({ state: 'TERMINATED' })]) {
      expect(decision(contract, { holder, reuse: 'asItIs' })).toEqual({ kind: 'signed', contract: holder })
    }
  })
})
