import { helpText, readProveOptions } from '../../scripts/prove/options'
import { reportProofs } from '../../scripts/prove/report'
import { PROOFS } from '../prove/proofs'
import { FIRST_SEED } from '../prove/proof'

const [first, second] = PROOFS
if (!first || !second) throw new Error('there are no proofs')

describe('what `npm run prove` is told', () => {
  it('is nothing: all of them, from the first seed, as much as each asks for', () => {
    expect(readProveOptions([], PROOFS)).toEqual({ isHelp: false, proofs: PROOFS, seed: FIRST_SEED })
  })

  it('names, a seed and a number', () => {
    const args = ['--only', second.name, '--only', first.name, '--seed', '7', '--seeds', '1']
    expect(readProveOptions(args, PROOFS)).toMatchObject({ proofs: [second, first], seed: 7, seeds: 1 })
  })

  it.each([
    [['--only', 'nothing'], /--only nothing: expected one of any-order, /],
    [['--seed', '-1'], /--seed/],
    [['--seed', 'x'], /--seed x: expected a whole number, 0 or more/],
    [['--seeds', '0'], /--seeds 0: expected a whole number, 1 or more/],
    [['--seeds', '1.5'], /--seeds 1.5: expected a whole number/],
    [['--fast'], /--fast/],
  ])('is refused by name: %j', (args, problem) => {
    expect(() => readProveOptions(args, PROOFS)).toThrow(problem)
  })

  it('is explained, every proof with what it claims', () => {
    const text = helpText(PROOFS)
    const width = Math.max(...PROOFS.map(({ name }) => name.length))
    for (const { name, claim } of PROOFS) expect(text).toContain(`  ${name.padEnd(width)}  ${claim}`)
  })
})

it('the table says what holds with its figures, and what fails with where', () => {
  const table = reportProofs([
    { proof: first, seconds: 12.4, figures: ['960,799 sequences', '127 records'] },
    { proof: second, seconds: 3, figures: [], failure: 'seed 7: it broke\nand more' },
  ])
  expect(table.split('\n').slice(1)).toEqual([
    expect.stringMatching(/^holds {2}any-order +12 s {2}960,799 sequences$/),
    expect.stringMatching(/^ +127 records$/),
    expect.stringMatching(/^FAILS {2}any-order-real +3 s {2}seed 7: it broke$/),
  ])
})

it('no two proofs share a name, and a choice is no more than the whole', () => {
  expect(new Set(PROOFS.map(({ name }) => name)).size).toBe(PROOFS.length)
  for (const { counts } of PROOFS) expect(counts.choice).toBeLessThanOrEqual(counts.whole)
})
