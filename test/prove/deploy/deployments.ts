// A deployment in which one call goes wrong, each call in each way: told in one sentence, nothing secret said or left, and the same
// command goes on from there to where nothing is left to do.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'dotenv'
import type { Spoilt } from '../../../sandbox/tencent/faults'
import { toolAt } from '../../../scripts/deploy/runTool'
import { DeployWorld, makeDeployProject } from '../../support/deployProject'
import { makeMerchantKeys } from '../../support/setupFolder'
import { LOGIN } from '../../support/tcb'
import { about, must, stopIfAborted, type Proof } from '../proof'
import { heardIn, type Canary } from '../secrets/canaries'

/** What becomes of the call. */
interface Trouble {
  name: string
  spoilt: Spoilt | 'Ctrl-C'
  /** How many calls in a row. */
  times: number
}

const refused = (code: string, message: string): Spoilt => ({ kind: 'refused', code, message })

const TROUBLES: readonly Trouble[] = [
  { name: 'cut once', spoilt: { kind: 'cut' }, times: 1 },
  { name: 'cut from then on', spoilt: { kind: 'cut' }, times: Infinity },
  { name: '429 from then on', spoilt: { kind: 'tooMany' }, times: Infinity },
  { name: 'asked too often', spoilt: refused('RequestLimitExceeded', 'slow down'), times: 1 },
  {
    name: 'refused by CAM',
    spoilt: refused('UnauthorizedOperation', 'you are not authorized to perform operation (scf:CreateFunction)'),
    times: 1,
  },
  { name: 'the login ends', spoilt: refused('AuthFailure.TokenFailure', 'expired'), times: Infinity },
  { name: 'an error of the cloud', spoilt: refused('InternalError', 'try again'), times: 1 },
  { name: 'Ctrl-C', spoilt: 'Ctrl-C', times: 1 },
]

/** Of a deployment to an empty environment, as of today; a case beyond the last call strikes nowhere. */
const CALLS = 90
/** By the real tool each takes some seconds: so many of all. */
const REAL_EVERY = 40

const ALL = TROUBLES.length * CALLS
/** Prime, so that all are met, and a few are of many kinds and places. */
const STEP = 433

export const deployments: Proof = {
  name: 'deploy',
  claim:
    'whichever call of a deployment goes wrong, and however: one sentence says so, no secret is said or left, and the same command ends it',
  unit: 'deployments',
  counts: { whole: ALL, choice: 12 },
  async run(run) {
    const whole = await makeDeployProject(await makeMerchantKeys())
    const world = await DeployWorld.start(whole)
    const ends = new Map<number, number>()
    try {
      for (let at = 0; at < run.count; at++) {
        stopIfAborted(run)
        const index = (run.seed + at * STEP) % ALL
        const trouble = TROUBLES[index % TROUBLES.length] as Trouble
        const after = Math.floor(index / TROUBLES.length)
        const isReal = index % REAL_EVERY === 0
        const what = `call ${after + 1}, ${trouble.name}${isReal ? ', by the real tool' : ''} (--seed ${index} --seeds 1)`
        const code = await about(what, () => attempt(world, trouble, after, isReal))
        ends.set(code, (ends.get(code) ?? 0) + 1)
        run.progress(at + 1, run.count)
      }
    } finally {
      await world.end()
      whole.remove()
    }
    const codes = [...ends].sort(([one], [other]) => one - other).map(([code, times]) => `${code}: ${times}`)
    return [`${run.count} deployments`, `by exit code ${codes.join(', ')}`]
  },
}

/** @returns the exit code of the run that was troubled */
async function attempt(world: DeployWorld, trouble: Trouble, after: number, isReal: boolean): Promise<number> {
  world.renew()
  if (isReal)
    world.tool = toolAt(require.resolve('@cloudbase/cli/bin/tcb'), {
      PATH: process.env['PATH'],
      ...world.tencent.environment,
    })
  strike(world, trouble, after)
  const { exitCode, trouble: told, failed, printed } = await world.deploy('--yes')
  must(told?.id !== 'unexpected', () => `an error nobody expected: ${told?.detail ?? ''}`)
  must(exitCode === 0 || told !== undefined || failed.length > 0, () => 'nothing was said of it')
  must(exitCode !== 3, () => `told as settings that are wrong: ${printed}`)
  lookForSecrets(world, printed)
  const isWhole = [...world.environment.functions.values()].every(({ variables, code }) => {
    return Object.keys(variables).length > 0 && code.length > 0
  })
  must(isWhole, () => 'a function is online without its settings or its code')
  await mustGoOn(world)
  return exitCode
}

function strike(world: DeployWorld, { spoilt, times }: Trouble, after: number): void {
  if (spoilt === 'Ctrl-C') world.stopAt((_, calls) => calls.length > after)
  else world.tencent.faults.plantAfter({ after, times, spoilt })
}

/** What is left of it is ended, and then there is nothing to do. */
async function mustGoOn(world: DeployWorld): Promise<void> {
  world.tencent.faults.clear()
  Reflect.deleteProperty(world.tencent.calls, 'push')
  world.stop = new AbortController()
  const next = await world.deploy('--yes')
  must(next.exitCode === 0, () => `the same command ends with ${next.exitCode}: ${next.printed}`)
  const last = await world.deploy('--dry-run')
  must(
    last.plan.every(({ status }) => status === 'same'),
    () => `there is something left to do: ${last.printed}`,
  )
}

// ---- What must not be said, nor lie about --------------------------------------------------------------------------

const SECRETS = ['WXPAY_PRIVATE_KEY', 'WXPAY_API_V3_KEY', 'WXPAY_ADMIN_KEY']

function lookForSecrets(world: DeployWorld, printed: string): void {
  const lines = parse(readFileSync(join(world.root, '.env'), 'utf8'))
  const canaries = [
    ...SECRETS.flatMap((name) => piecesOf(name, lines[name] ?? '')),
    ...piecesOf('login', LOGIN.secretKey),
  ]
  const kept = filesIn(join(world.root, '.deployed')).map((text) => ({ by: 'file' as const, text }))
  const heard = heardIn([{ by: 'line', text: printed }, ...kept], canaries)
  must(heard.length === 0, () => heard.join(', '))
  must(world.leftBehind.length === 0, () => `left in the temporary folder: ${world.leftBehind.join(', ')}`)
}

/** A key is of many lines, any of which is too much. */
const piecesOf = (name: string, text: string): Canary[] =>
  [text, ...text.split(/\r?\n|\\n/).filter((line) => !line.startsWith('-'))].map((value) => ({ name, value }))

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'))
  } catch {
    return []
  }
}
