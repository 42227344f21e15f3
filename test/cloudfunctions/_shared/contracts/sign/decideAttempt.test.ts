import { decideAttempt, type Reuse } from '../../../../../cloudfunctions/_shared/contracts/sign/decideAttempt'
import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import type { SlotRecord } from '../../../../../cloudfunctions/_shared/records/slots'
import { aContract, NOW, SESSION } from '../../../../support/builders'

const slotOf = (contract: ContractRecord, leaseUntilMs = 0): SlotRecord => ({
  _id: 'slot',
  currentCode: contract._id,
  attemptNo: 3,
  leaseUntilMs,
  revision: 1,
})

const decide = (contract: ContractRecord, leaseUntilMs = 0, notSignedCode?: string, reuse: Reuse = 'never') =>
  decideAttempt({ slot: slotOf(contract, leaseUntilMs), contract, nowMs: NOW, reuse, notSignedCode }).kind

const presigned = (leftMs: number) =>
  aContract({ state: 'PRESIGNED', session: { ...SESSION, expiresAtMs: NOW + leftMs } })

describe('decideAttempt', () => {
  it('starts with attempt 1 for a user without a slot', () => {
    expect(decideAttempt({ slot: undefined, contract: undefined, nowMs: NOW })).toEqual({
      kind: 'newAttempt',
      attemptNo: 1,
    })
  })

  it('starts the next attempt after a termination, under the next number', () => {
    const contract = aContract({ state: 'TERMINATED' })
    expect(decideAttempt({ slot: slotOf(contract), contract, nowMs: NOW })).toEqual({
      kind: 'newAttempt',
      attemptNo: 4,
    })
  })

  it('resumes a request whose outcome is unknown, once nobody is at work on it', () => {
    expect(decide(aContract(), NOW + 1)).toBe('inProgress')
    expect(decide(aContract(), NOW)).toBe('resume')
  })

  it('hands a session out again that serves the wish, and asks first where it does not', () => {
    expect(decide(presigned(1), 0, undefined, 'asItIs')).toBe('reuseSession')
    expect(decide(presigned(1), 0, undefined, 'never')).toBe('queryFirst')
  })

  it('hands one out that must be asked about only after that', () => {
    const contract = presigned(1)
    expect(decide(contract, 0, undefined, 'afterAsking')).toBe('queryFirst')
    expect(decide(contract, 0, contract._id, 'afterAsking')).toBe('reuseSession')
  })

  it('starts anew once a signed contract has run out', () => {
    const signed = { state: 'SIGNED', contractExpiresAtMs: NOW } as const
    expect(decide(aContract(signed))).toBe('newAttempt')
    expect(decide(aContract({ ...signed, contractExpiresAtMs: NOW + 1 }))).toBe('signed')
  })

  it.each(['REJECTED', 'EXPIRED'] as const)('asks before it gives up on a %s code', (state) => {
    expect(decide(aContract({ state }))).toBe('queryFirst')
  })

  it('starts anew once this call has learnt that exactly this code is not signed', () => {
    const contract = presigned(0)
    expect(decide(contract, 0, contract._id)).toBe('newAttempt')
    expect(decide(contract, 0, 'another code')).toBe('queryFirst')
  })

  it('knows a signed contract from one that is closing', () => {
    expect(decide(aContract({ state: 'SIGNED' }))).toBe('signed')
    expect(decide(aContract({ state: 'SIGNED', terminateRequestedAtMs: 1 }))).toBe('closing')
  })
})
