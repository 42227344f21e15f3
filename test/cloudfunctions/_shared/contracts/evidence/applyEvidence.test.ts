import { applyEvidence, type Evidence } from '../../../../../cloudfunctions/_shared/contracts/evidence/applyEvidence'
import { MAX_EVIDENCE } from '../../../../../cloudfunctions/_shared/records/common'
import { CONTRACT_STATES, type ContractState } from '../../../../../cloudfunctions/_shared/records/contracts'
import { aContract, NOW, SESSION } from '../../../../support/builders'

const evidence = (state: ContractState, facts: Evidence['facts'] = {}): Evidence => ({
  source: 'query',
  atMs: NOW + 5,
  what: state,
  state,
  facts,
})

describe('applyEvidence', () => {
  const pairs = CONTRACT_STATES.flatMap((held) => CONTRACT_STATES.map((told) => [held, told] as const))

  it.each(pairs)('from %s, told %s, ends in the higher of the two', (held, told) => {
    const { contract } = applyEvidence(aContract({ state: held }), evidence(told))
    const higher = CONTRACT_STATES.indexOf(told) > CONTRACT_STATES.indexOf(held) ? told : held
    expect(contract.state).toBe(higher)
  })

  it('takes the facts of higher evidence over its own', () => {
    const held = aContract({ state: 'SIGNED', signedAtMs: 1 })
    const { contract } = applyEvidence(held, evidence('TERMINATED', { signedAtMs: 2, terminatedAtMs: 3 }))
    expect(contract).toMatchObject({ signedAtMs: 2, terminatedAtMs: 3 })
  })

  it('fills only what is empty from equal or lower evidence', () => {
    const held = aContract({ state: 'TERMINATED', terminatedAtMs: 3, contract_termination_mode: 'USER_TERMINATE' })
    const { contract } = applyEvidence(held, evidence('SIGNED', { signedAtMs: 2, contract_id: '9' }))
    expect(contract).toMatchObject({ state: 'TERMINATED', signedAtMs: 2, contract_id: '9', terminatedAtMs: 3 })
    expect(applyEvidence(contract, evidence('SIGNED', { signedAtMs: 77 })).contract.signedAtMs).toBe(2)
  })

  it.each([
    ['later', 'SIGNED', 'SIGNED', 6, 6],
    ['earlier', 'SIGNED', 'SIGNED', 4, 5],
    ['later, from lower evidence', 'TERMINATED', 'SIGNED', 6, 6],
    ['later, from higher evidence', 'SIGNED', 'TERMINATED', 6, 6],
    ['earlier, from higher evidence', 'PRESIGNED', 'SIGNED', 4, 5],
  ] as const)('keeps the later end of its life: %s', (_, held, told, contractExpiresAtMs, expected) => {
    const { contract } = applyEvidence(
      aContract({ state: held, contractExpiresAtMs: 5 }),
      evidence(told, { contractExpiresAtMs }),
    )
    expect(contract.contractExpiresAtMs).toBe(expected)
  })

  it('learns nothing from the same end, or an earlier one', () => {
    const held = aContract({ state: 'SIGNED', signedAtMs: 1, contractExpiresAtMs: 5 })
    for (const contractExpiresAtMs of [5, 4]) {
      expect(applyEvidence(held, evidence('SIGNED', { contractExpiresAtMs })).kind).toBe('outdated')
    }
  })

  it('fills an empty name too, and never sets aside because of one', () => {
    const held = aContract({ state: 'SIGNED', signedAtMs: 1, openid: '', contract_id: '' })
    const applied = applyEvidence(held, evidence('SIGNED', { openid: 'oBob', contract_id: '9' }))
    expect(applied).toMatchObject({ kind: 'applied', contract: { openid: 'oBob', contract_id: '9', signedAtMs: 1 } })
  })

  it('says so when it learns nothing, and leaves the record as it is', () => {
    const held = aContract({ state: 'SIGNED', signedAtMs: 1 })
    const applied = applyEvidence(held, evidence('SIGNED', { signedAtMs: 9 }))
    expect(applied).toEqual({ kind: 'outdated', contract: held })
  })

  it('sets aside what tells another contract_id, whatever state it tells', () => {
    const held = aContract({ state: 'SIGNED', contract_id: '1' })
    const applied = applyEvidence(held, evidence('TERMINATED', { contract_id: '2' }))
    expect(applied).toEqual({ kind: 'conflict', contract: held, field: 'contract_id' })
  })

  it.each(['SIGNED', 'TERMINATED'] as const)('leaves one outbox row when it turns %s', (state) => {
    const applied = applyEvidence(
      aContract({ state: 'PRESIGNED', session: SESSION }),
      evidence(state, { contract_id: '9' }),
    )
    expect(applied).toMatchObject({
      outbox: {
        _id: `${aContract()._id}:${state}`,
        code: aContract()._id,
        state,
        contract: {
          out_contract_code: aContract()._id,
          service_id: 12535,
          contract_id: '9',
          openid: aContract().openid,
        },
        createdAtMs: NOW + 5,
        tries: 0,
      },
    })
  })

  it('writes no row for a SIGNED that arrives after TERMINATED', () => {
    const applied = applyEvidence(aContract({ state: 'TERMINATED' }), evidence('SIGNED', { signedAtMs: 1 }))
    expect(applied.kind).toBe('applied')
    expect(applied).not.toHaveProperty('outbox')
  })

  it.each(['PRESIGNED', 'REJECTED', 'EXPIRED'] as const)('writes no row for %s', (state) => {
    expect(applyEvidence(aContract(), evidence(state))).not.toHaveProperty('outbox')
  })

  it('keeps the newest 20 pieces of evidence, without what they held', () => {
    const old = Array.from({ length: MAX_EVIDENCE }, (_, atMs) => ({ source: 'query' as const, atMs, what: 'old' }))
    const { contract } = applyEvidence(aContract({ evidence: old }), evidence('PRESIGNED', { session: SESSION }))
    expect(contract.evidence).toHaveLength(20)
    expect(contract.evidence.at(-1)).toEqual({ source: 'query', atMs: NOW + 5, what: 'PRESIGNED' })
    expect(contract.evidence[0]?.atMs).toBe(1)
  })
})
