import { join } from 'node:path'
import { splitAnswer } from '../../scripts/bench/answerRows'
import { makeForgery } from '../../scripts/bench/forgery'
import { measureAgainstPlugin } from '../../scripts/bench/pluginRows'
import { compare, median } from '../../scripts/bench/ratios/sampling'
import { reportBench } from '../../scripts/bench/report'
import { attempt, isMet, type Row } from '../../scripts/bench/row'
import { loadSettings } from '../../cloudfunctions/_shared/platform/settings/load'
import { createProject, type Project } from '../support/project'

const row = (value: number, target: NonNullable<Row['target']>): Row => ({
  group: 'g',
  what: 'w',
  value,
  unit: 'ratio',
  target,
})

describe('a figure', () => {
  it.each([
    [0.95, { atLeast: 0.95 }, true],
    [0.949, { atLeast: 0.95 }, false],
    [25, { atMost: 25 }, true],
    [25.1, { atMost: 25 }, false],
    [NaN, { atLeast: 0.95 }, false],
    [NaN, { atMost: 25 }, false],
  ])('of %d meets %j: %s', (value, target, met) => {
    expect(isMet(row(value, target))).toBe(met)
  })

  it('that could not be taken says why, and spares the others', async () => {
    const failed = await attempt('g', 'loads', () => Promise.reject(new Error('no build to look at\nstack')))
    const report = reportBench([...failed, row(0.9, { atLeast: 0.95 }), row(0.96, { atLeast: 0.95 })])
    expect(report).toMatch(/^\?\? .*loads.*no build to look at$/m)
    expect(report).toMatch(/^MISS .*0\.900 +>= 0\.95/m)
    expect(report).toMatch(/^ok .*0\.960 +>= 0\.95/m)
  })
})

describe('sampling', () => {
  it('takes the middle of an odd number and the mean of the middle two of an even one', () => {
    expect(median([9, 1, 5])).toBe(5)
    expect(median([9, 1, 5, 7])).toBe(6)
  })

  it('gives both sides the same number of calls and lets neither always go first', async () => {
    const order: string[] = []
    await compare(
      () => order.push('raw'),
      async () => void order.push('ours'),
      { samples: 100, calls: 2 },
    )
    expect(order.filter((side) => side === 'raw')).toHaveLength(220)
    expect(order.filter((side) => side === 'ours')).toHaveLength(220)
    const firsts = order.filter((_, i) => i % 4 === 0)
    expect(new Set(firsts)).toEqual(new Set(['raw', 'ours']))
  })
})

describe("others' client", () => {
  let project: Project
  beforeEach(() => (project = createProject({ 'program.js': `console.log('{"rawNs":3,"oursNs":2}')` })))
  afterEach(() => project.remove())

  it('that cannot be had is stood in for by the shortest code, and the report says so', async () => {
    const rows = await measureAgainstPlugin(join(project.root, 'program.js'), project.root, project.root, 'no-npm-here')
    expect(rows).toMatchObject([
      { group: 'plugin', what: 'signed and verified request : shortest on axios', value: 1.5 },
    ])
    expect(rows[0]?.detail).toContain('wechatpay-axios-plugin could not be had: spawn no-npm-here ENOENT')
  })
})

it('the forgery is measured under settings a deployment would accept', () => {
  expect(() => loadSettings(makeForgery().env, 'notify')).not.toThrow()
})

describe('what closing is answered after', () => {
  const seen = ['contracts', 'contract_slots', 'contract_outbox', 'contracts'].map((collection, index) => ({
    action: index < 3 ? 'database.getDocument' : 'database.modifyDocument',
    collection,
    afterMs: 20 * (index + 1),
  }))

  it('ends where telling begins', () => {
    expect(splitAnswer(seen, 95)).toEqual({ ms: 40, requests: 2, telling: 2, totalMs: 95 })
  })

  it('is everything where nothing is told', () => {
    expect(splitAnswer(seen.slice(0, 2), 95)).toEqual({ ms: 95, requests: 2, telling: 0, totalMs: 95 })
  })
})
