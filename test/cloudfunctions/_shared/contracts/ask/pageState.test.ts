import { toOutput } from '../../../../../cloudfunctions/_shared/contracts/ask/pageState'
import type { ContractState } from '../../../../../cloudfunctions/_shared/records/contracts'
import type { EntrustStatus } from '../../../../../typings/contract/entrust'
import { aContract, COMBINE, NOW, SESSION } from '../../../../support/builders'

const TABLE: Record<ContractState, [whenAsked: EntrustStatus, whenNot: EntrustStatus]> = {
  REQUESTED: ['inProgress', 'inProgress'],
  PRESIGNED: ['inProgress', 'unknown'],
  REJECTED: ['none', 'none'],
  EXPIRED: ['none', 'none'],
  SIGNED: ['signed', 'signed'],
  TERMINATED: ['terminated', 'terminated'],
}

describe('toOutput', () => {
  it.each(Object.entries(TABLE))('tells %s as %p', (state, [whenAsked, whenNot]) => {
    const contract = aContract({ state: state as ContractState })
    expect(toOutput(contract, NOW).state).toBe(whenAsked)
    expect(toOutput(contract, NOW, false).state).toBe(whenNot)
  })

  it('tells a signed contract whose closing is not confirmed as closing', () => {
    expect(toOutput(aContract({ state: 'SIGNED', terminateRequestedAtMs: 1 }), NOW).state).toBe('closing')
  })

  it('tells one that is being closed as closing, past its end too', () => {
    const closing = { state: 'SIGNED', terminateRequestedAtMs: 1, contractExpiresAtMs: NOW } as const
    expect(toOutput(aContract(closing, COMBINE), NOW)).toEqual({
      state: 'closing',
      out_contract_code: aContract({}, COMBINE)._id,
      contractExpiresAtMs: NOW,
    })
  })

  it('tells the times, and the end of a session only while it is open', () => {
    expect(toOutput(aContract({ state: 'PRESIGNED', session: SESSION }), NOW).expiresAtMs).toBe(SESSION.expiresAtMs)
    const over = toOutput(aContract({ state: 'TERMINATED', session: SESSION, signedAtMs: 1, terminatedAtMs: 2 }), NOW)
    expect(over).toEqual({ state: 'terminated', out_contract_code: aContract()._id, signedAtMs: 1, terminatedAtMs: 2 })
  })

  it('tells a contract that has run out as terminated, from that moment on', () => {
    const signed = aContract({ state: 'SIGNED', signedAtMs: 1, contractExpiresAtMs: NOW }, COMBINE)
    expect(toOutput(signed, NOW - 1)).toMatchObject({ state: 'signed', contractExpiresAtMs: NOW })
    expect(toOutput(signed, NOW)).toMatchObject({ state: 'terminated', terminatedAtMs: NOW, contractExpiresAtMs: NOW })
  })

  it.each(['PRESIGNED', 'EXPIRED'] as const)('tells that someone else signed, and of nothing else (%s)', (state) => {
    expect(toOutput(aContract({ state, sessionTakenAtMs: 1 }, COMBINE), NOW)).toMatchObject({
      state: 'none',
      isOtherSigner: true,
    })
    expect(toOutput(aContract({ state }, COMBINE), NOW)).not.toHaveProperty('isOtherSigner')
    // Signed by its own user all the same: the server's word is that.
    const signed = aContract({ state: 'SIGNED', sessionTakenAtMs: 1 }, COMBINE)
    expect(toOutput(signed, NOW)).not.toHaveProperty('isOtherSigner')
  })
})
