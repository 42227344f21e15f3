// The workflow runs what there is: commands of package.json, files of this folder, on the versions the kit is for.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { OLDEST_NODE } from '../../cloudfunctions/_shared/wechatpay/nodeVersion'
import { ROOT } from '../support/project'

interface Step {
  uses?: string
  run?: string
  with?: Readonly<Record<string, unknown>>
  env?: Readonly<Record<string, string>>
}
interface Job {
  'runs-on': string
  'timeout-minutes'?: number
  strategy?: { matrix: { node: number[] } }
  steps: Step[]
}
interface Workflow {
  permissions: unknown
  jobs: Readonly<Record<string, Job>>
}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8')
const { permissions, jobs } = parse(read('.github/workflows/check.yml')) as Workflow
const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> }
const steps = Object.entries(jobs).flatMap(([job, { steps: all }]) => all.map((step) => ({ job, ...step })))
const runs = steps.flatMap(({ job, run, env }) => (run === undefined ? [] : [{ job, run, env }]))
const runOf = (name: string) => runs.filter(({ job }) => job === name).map(({ run }) => run)

it.each(runs)('$job: $run is there', ({ run, env }) => {
  const [program = '', ...words] = run.split(' ')
  const script = program === 'npm' ? words.find((word) => word !== 'run') : undefined
  const files = [program, ...words, ...Object.values(env ?? {}).flatMap((value) => value.split(' '))]
    .filter((word) => word.includes('/') && !word.startsWith('--'))
    // What node is to load first, by its name.
    .filter((word) => word !== 'tsx/cjs')
  expect({ script, isThere: script === undefined || script in scripts }).toMatchObject({ isThere: true })
  expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([])
  expect(script ?? files[0]).toBeDefined()
})

it('what has to pass before a change lands passes on every version of Node that is kept', () => {
  expect(jobs['everything']?.strategy?.matrix.node).toEqual([20, 22, 24])
  expect(runOf('everything')).toEqual(['.ci/run'])
})

it('the built functions go through a journey on the oldest runtime they are for', () => {
  const versions = steps.filter(({ job }) => job === 'oldest-runtime').map(({ with: given }) => given?.['node-version'])
  expect(versions.filter(Boolean).at(-1)).toBe(`${OLDEST_NODE}.0`)
  expect(runOf('oldest-runtime').at(-1)).toMatch(/start\.ts --once$/)
})

it('Windows checks, and goes through a journey', () => {
  expect(jobs['windows']?.['runs-on']).toBe('windows-latest')
  expect(runOf('windows')).toEqual(['npm run check', 'npm start -- --once'])
})

it('takes no action but the official ones, may only read, and hangs nowhere', () => {
  const actions = steps.flatMap(({ uses }) => uses ?? [])
  expect(actions.filter((action) => !/^actions\/(checkout|setup-node)@v\d+$/.test(action))).toEqual([])
  expect(permissions).toEqual({ contents: 'read' })
  expect(Object.values(jobs).every((job) => job['timeout-minutes'] !== undefined)).toBe(true)
})

it('.ci/run runs scripts of package.json', () => {
  const named = [...read('.ci/run').matchAll(/^npm (?:run )?(\S+)$/gm)].map(([, name = '']) => name)
  expect(named).toEqual(['test', 'build'])
  expect(named.filter((name) => !(name in scripts))).toEqual([])
})
