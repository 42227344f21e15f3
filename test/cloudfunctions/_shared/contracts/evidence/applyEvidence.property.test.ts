import * as fc from 'fast-check'
import { applyEvidence, type Evidence } from '../../../../../cloudfunctions/_shared/contracts/evidence/applyEvidence'
import { judgeQuery } from '../../../../../cloudfunctions/_shared/contracts/ask/judgeQuery'
import {
  CONTRACT_STATES,
  type ContractRecord,
  type ContractState,
} from '../../../../../cloudfunctions/_shared/records/contracts'
import { aContract, NOW, SESSION, wireContract } from '../../../../support/builders'

/** What each state is told with: the same facts each time, since they are about one contract. */
const FACTS: Record<ContractState, Evidence['facts']> = {
  REQUESTED: {},
  PRESIGNED: { session: SESSION },
  REJECTED: {},
  EXPIRED: {},
  SIGNED: { contract_id: '1', signedAtMs: 10 },
  TERMINATED: { contract_id: '1', terminatedAtMs: 20, contract_termination_mode: 'USER_TERMINATE' },
}

const anyEvidence: fc.Arbitrary<Evidence> = fc
  .record({
    state: fc.constantFrom(...CONTRACT_STATES),
    source: fc.constantFrom('preSign', 'query', 'notify'),
    atMs: fc.integer({ min: NOW, max: NOW + 10_000 }),
    // Not the same each time: a contract may be extended.
    end: fc.option(fc.integer({ min: NOW, max: NOW + 5 }), { nil: undefined }),
  })
  .map(({ end, ...told }) => ({
    ...told,
    what: told.state,
    facts: { ...FACTS[told.state], ...(end !== undefined && { contractExpiresAtMs: end }) },
  }))

function applyAll(evidence: Evidence[]): { contract: ContractRecord; rows: string[] } {
  const rows: string[] = []
  let contract: ContractRecord = aContract()
  for (const one of evidence) {
    const applied = applyEvidence(contract, one)
    if (applied.kind === 'applied' && applied.outbox) rows.push(applied.outbox._id)
    contract = applied.contract
  }
  return { contract, rows }
}

const withoutTrail = (contract: ContractRecord): ContractRecord => ({ ...contract, evidence: [], revision: 0 })

describe('any evidence, in any order, any number of times', () => {
  it('ends in the same record', () => {
    const shuffled = fc
      .array(anyEvidence, { minLength: 1, maxLength: 12 })
      .chain((told) =>
        fc.tuple(fc.constant(told), fc.shuffledSubarray([...told, ...told], { minLength: told.length * 2 })),
      )
    fc.assert(
      fc.property(shuffled, ([told, repeated]) => {
        expect(withoutTrail(applyAll(repeated).contract)).toEqual(withoutTrail(applyAll(told).contract))
      }),
    )
  })

  it('never writes one outbox row twice, and TERMINATED last of all', () => {
    fc.assert(
      fc.property(fc.array(anyEvidence, { maxLength: 30 }), (told) => {
        const { rows } = applyAll(told)
        expect(new Set(rows).size).toBe(rows.length)
        const ending = rows.findIndex((id) => id.endsWith(':TERMINATED'))
        expect(ending === -1 || ending === rows.length - 1).toBe(true)
      }),
    )
  })
})

describe('any answer to a query', () => {
  const pending = aContract({ state: 'PRESIGNED', session: SESSION })
  const truth = wireContract(pending, 'SIGNED')

  it('proves SIGNED only when every name in it is ours', () => {
    const field = fc.constantFrom('mchid', 'appid', 'openid', 'service_id', 'out_contract_code')
    const lie = fc.oneof(fc.string(), fc.integer(), fc.constant(undefined), fc.constant(null))
    fc.assert(
      fc.property(field, lie, (name, value) => {
        // A number and its digits are the same.
        fc.pre(String(value) !== String((truth as Record<string, unknown>)[name]))
        const verdict = judgeQuery({ ...truth, [name]: value }, pending, NOW)
        expect(verdict.kind).toBe('setAside')
      }),
    )
    expect(judgeQuery(truth, pending, NOW)).toMatchObject({ kind: 'evidence', evidence: { state: 'SIGNED' } })
  })
})
