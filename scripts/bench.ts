// `npm run bench`: what the kit costs, beside the least that the same work can cost. A report, not a test.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from './build/kitPlan'
import { measureClosing } from './bench/answerRows'
import { measureLoads, measureRefusal } from './bench/loadRows'
import { bundleRatios, measureRatio, RATIO_NAMES } from './bench/ratioRows'
import { measurePostgres } from './bench/postgresRows'
import { measureAgainstPlugin } from './bench/pluginRows'
import { reportBench } from './bench/report'
import { attempt, isMet, isMissing } from './bench/row'
import type { Result } from './bench/row'
import { measureClientSize, measureFunctionSizes } from './bench/sizeRows'
import { orExit } from './orExit'
import { parseOptions } from './parseOptions'

const functionsDir = join(ROOT, 'dist', 'cloudfunctions')
const libraryDir = join(ROOT, 'dist', 'wechatpay')

type Measure = (scratch: string) => Promise<Result[]>

const GROUPS: Readonly<Record<string, Measure>> = {
  ...Object.fromEntries(
    RATIO_NAMES.map((name): [string, Measure] => [
      name,
      (scratch) => attempt(name, name, async () => measureRatio(name, await bundleRatios(scratch, ROOT))),
    ]),
  ),
  plugin: (scratch) =>
    attempt('plugin', 'signed and verified request : wechatpay-axios-plugin', async () =>
      measureAgainstPlugin(await bundleRatios(scratch, ROOT), scratch, libraryDir),
    ),
  size: () =>
    attempt('size', 'sizes', async () => [...(await measureClientSize(ROOT)), ...measureFunctionSizes(functionsDir)]),
  closing: () => attempt('closing', 'closing, as its user waits for it', () => measureClosing(functionsDir)),
  postgres: () => attempt('postgres', 'PostgreSQL', () => measurePostgres(functionsDir)),
  refusal: () => attempt('refusal', 'contractNotify refuses a forgery', () => measureRefusal(functionsDir)),
  load: () => attempt('load', 'cold loads', () => measureLoads(functionsDir)),
}

const HELP = `npm run bench [-- --only <name> --json --check]

  --only <name>  one of ${Object.keys(GROUPS).join(', ')}; may be given more than once
  --json         the figures as JSON
  --check        exit with 1 when a target is missed, and not only when a figure could not be taken

Ratios: what the shortest correct code takes, divided by what ours takes; both in turn in one run, medians. Of plugin: what
wechatpay-axios-plugin takes, which npm puts into a throwaway folder; without network the shortest code stands in.
Loads: a fresh node each time, over an empty script; medians. Figures are for one machine at one moment:
run it again on a quiet one before believing a miss.

Exit code 0: measured; 1: a figure could not be taken, or with --check a target is missed; 2: wrong arguments.`

function readOptions() {
  const { help, json, check, only } = parseOptions({
    options: {
      help: { type: 'boolean', short: 'h' },
      json: { type: 'boolean' },
      check: { type: 'boolean' },
      only: { type: 'string', multiple: true },
    },
  }).values
  return { help, json, check, groups: pickGroups(only) }
}

async function main(): Promise<void> {
  const { help, json, check, groups } = orExit(readOptions, 'npm run bench', 'en')
  if (help) {
    console.log(HELP)
    return
  }
  const results = await measureAll(groups)
  console.log(json ? JSON.stringify(results, null, 2) : reportBench(results))
  const missed = results.filter((result) => !isMissing(result) && isMet(result) === false)
  if (results.some(isMissing) || (check && missed.length > 0)) process.exitCode = 1
}

/** @throws {Error} a name that is no group */
function pickGroups(only: readonly string[] = Object.keys(GROUPS)): Measure[] {
  return only.map((name) => {
    const measure = Object.hasOwn(GROUPS, name) ? GROUPS[name] : undefined
    if (!measure) throw new Error(`--only ${name}: expected one of ${Object.keys(GROUPS).join(', ')}`)
    return measure
  })
}

async function measureAll(groups: readonly Measure[]): Promise<Result[]> {
  const scratch = mkdtempSync(join(tmpdir(), 'entrust-kit-bench-'))
  try {
    const results: Result[] = []
    for (const measure of groups) results.push(...(await measure(scratch)))
    return results
  } finally {
    rmSync(scratch, { recursive: true, force: true })
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
