// Cold loads: a fresh node per sample, timed by its own clock from process start, less what an empty script takes.
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { PG_FILE, SDK_FILE } from '../build/besideFiles'
import { makeForgery } from './forgery'
import { median } from './ratios/sampling'
import type { Row } from './row'
import { listFunctions } from './sizeRows'

const GROUP = 'load'
const SAMPLES = 15

/** Says when the script got there, in ms since the process started. On stderr: a function logs on stdout. */
const DONE = `process.stderr.write(String(performance.now()), () => process.exit())`
const BARE = 'bare'

interface Start {
  script: string
  env?: NodeJS.ProcessEnv
}

/** What each kind of database has a function read at its first use; over HTTP (postgrest), nothing. */
const BESIDE = { 'the SDK (document)': SDK_FILE, 'pg (postgres)': PG_FILE } as const

/** Every function alone, and with what it reads at its first use of the database. */
export async function measureLoads(functionsDir: string): Promise<Row[]> {
  const names = listFunctions(functionsDir)
  const starts: Record<string, Start> = {}
  for (const name of names) {
    const folder = join(functionsDir, name)
    const load = requireText(join(folder, 'index.js'))
    starts[name] = { script: `${load}; ${DONE}` }
    for (const [what, file] of Object.entries(BESIDE)) {
      if (!existsSync(join(folder, file))) continue
      starts[`${name} and ${what}`] = { script: `${load}; ${requireText(join(folder, file))}; ${DONE}` }
    }
  }
  const overBare = await measureStarts(starts)
  return Object.keys(starts).map((what) => ({ group: GROUP, what, value: overBare[what] ?? NaN, unit: 'ms' }))
}

/** `contractNotify` from nothing to having refused a notification signed with a stranger's key. */
export async function measureRefusal(functionsDir: string): Promise<Row[]> {
  const { event, env } = makeForgery()
  const load = requireText(join(functionsDir, 'contractNotify', 'index.js'))
  const script = `${load}.main(${JSON.stringify(event)}, {}).then((reply) => {
    if (reply.statusCode !== 401) throw new Error('contractNotify answered ' + reply.statusCode + ' and not 401')
    ${DONE}
  })`
  const what = 'contractNotify refuses a forgery'
  const { [what]: value = NaN } = await measureStarts({ [what]: { script, env } })
  return [{ group: 'refusal', what, value, unit: 'ms', target: { atMost: 25 } }]
}

const requireText = (file: string) => `require(${JSON.stringify(file)})`

/** Medians over bare node, samples in turn so that the machine's moods hit all alike. */
async function measureStarts(starts: Readonly<Record<string, Start>>): Promise<Record<string, number>> {
  const all = Object.entries({ [BARE]: { script: DONE }, ...starts })
  const times = new Map(all.map(([name]) => [name, [] as number[]]))
  for (let i = 0; i < SAMPLES; i++) {
    for (const [name, start] of all) times.get(name)?.push(await startOnce(start))
  }
  const bare = median(times.get(BARE) ?? [])
  return Object.fromEntries([...times].map(([name, values]) => [name, median(values) - bare]))
}

async function startOnce({ script, env = {} }: Start): Promise<number> {
  try {
    const { stderr } = await promisify(execFile)(process.execPath, ['-e', script], { env })
    return Number(stderr)
  } catch (error) {
    const [problem = 'the script failed'] = /^\w*Error: .*$/m.exec((error as { stderr?: string }).stderr ?? '') ?? []
    throw new Error(problem, { cause: error })
  }
}
