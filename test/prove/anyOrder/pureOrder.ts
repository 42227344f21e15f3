// The rule that moves a contract, alone: every sequence of evidence, repeats and all, ends in the record that its set ends in.
import { isDeepStrictEqual } from 'node:util'
import { applyEvidence, type Evidence } from '../../../cloudfunctions/_shared/contracts/evidence/applyEvidence'
import { CONTRACT_STATES, type ContractRecord } from '../../../cloudfunctions/_shared/records/contracts'
import { aContract, HOUR, NOW, SESSION } from '../../support/builders'
import { must, stopIfAborted, type Proof } from '../proof'
import { heldIn, sequencesCount, sequencesUpTo } from './sequences'

const SIGNED = { contract_id: '202612345678', openid: aContract().openid ?? '', signedAtMs: NOW + 10 }
const ENDED = { contract_id: SIGNED.contract_id, terminatedAtMs: NOW + 20, contract_termination_mode: 'USER_TERMINATE' }
const tell = (source: Evidence['source'], state: Evidence['state'], facts: Evidence['facts'] = {}): Evidence => ({
  source,
  state,
  facts,
  what: state,
  atMs: NOW,
})

/** All that can ever be told of one contract; what is told twice says the same, but for an end that is moved on. */
const EVENTS: readonly Evidence[] = [
  tell('preSign', 'PRESIGNED', { session: SESSION }),
  tell('preSign', 'REJECTED'),
  tell('query', 'EXPIRED'),
  tell('notify', 'SIGNED', { ...SIGNED, contractExpiresAtMs: NOW + HOUR }),
  tell('query', 'SIGNED', { ...SIGNED, contractExpiresAtMs: NOW + 2 * HOUR }),
  tell('notify', 'TERMINATED', ENDED),
  tell('query', 'TERMINATED', { ...SIGNED, ...ENDED }),
]
const FIRST = aContract()

export const pureOrder: Proof = {
  name: 'any-order',
  claim: 'evidence in any order, with repeats, ends in one record',
  unit: 'pieces of evidence at most',
  counts: { whole: EVENTS.length, choice: 5 },
  async run(run) {
    const ends = new Map<number, ContractRecord>()
    const all = sequencesCount(run.count, EVENTS.length)
    let tried = 0
    for (const sequence of sequencesUpTo(run.count, EVENTS.length)) {
      if (tried++ % 20_000 === 0) await pause(run, tried, all)
      const { contract, rows } = play(sequence)
      const known = ends.get(heldIn(sequence))
      if (!known) ends.set(heldIn(sequence), contract)
      must(!known || isDeepStrictEqual(contract, known), () => `another record after ${describe(sequence)}`)
      must(areSound(rows, contract), () => `told ${rows.join(', ') || 'nothing'} after ${describe(sequence)}`)
    }
    return [`${all.toLocaleString('en')} sequences of up to ${run.count} of ${EVENTS.length}, ${ends.size} records`]
  },
}

async function pause(run: Parameters<Proof['run']>[0], done: number, of: number): Promise<void> {
  run.progress(done, of)
  await new Promise(setImmediate)
  stopIfAborted(run)
}

const eventOf = (index: number): Evidence => EVENTS[index] ?? (EVENTS[0] as Evidence)

function play(sequence: readonly number[]): { contract: ContractRecord; rows: string[] } {
  const rows: string[] = []
  let contract: ContractRecord = FIRST
  for (const index of sequence) {
    const applied = applyEvidence(contract, eventOf(index))
    must(applied.kind !== 'conflict', () => `a conflict in ${describe(sequence)}`)
    if (applied.kind === 'applied' && applied.outbox) rows.push(applied.outbox.state)
    const before = CONTRACT_STATES.indexOf(contract.state)
    must(CONTRACT_STATES.indexOf(applied.contract.state) >= before, () => `it went back in ${describe(sequence)}`)
    contract = applied.contract
  }
  // How often it was written and the trail for people tell of the way; the rest must not.
  return { contract: { ...contract, evidence: [], revision: 0 }, rows }
}

/** What was reached is told once, and the end last. */
const areSound = (rows: readonly string[], { state }: ContractRecord): boolean => {
  const isReported = state === 'SIGNED' || state === 'TERMINATED'
  return new Set(rows).size === rows.length && (isReported ? rows.at(-1) === state : rows.length === 0)
}

const describe = (sequence: readonly number[]): string =>
  sequence.map((index) => `${eventOf(index).source} ${eventOf(index).state}`).join(', ')
