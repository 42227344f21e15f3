// `npm run prove`: the long proofs, one after the other, and one table of what they came to.
import { execFileSync } from 'node:child_process'
import { PROOFS } from '../test/prove/proofs'
import type { Proof } from '../test/prove/proof'
import { ROOT } from './build/kitPlan'
import { orExit } from './orExit'
import { helpText, readProveOptions, type ProveOptions } from './prove/options'
import { progressLine, reportProofs, type Tried } from './prove/report'

async function main(): Promise<void> {
  const options = orExit(() => readProveOptions(process.argv.slice(2), PROOFS), 'npm run prove', 'en')
  if (options.isHelp) {
    console.log(helpText(PROOFS))
    return
  }
  const stop = new AbortController()
  process.once('SIGINT', () => {
    console.error('\nending; once more to leave at once')
    stop.abort(new Error('called off'))
    process.once('SIGINT', () => process.exit(130))
  })
  buildFunctions()
  const tried: Tried[] = []
  for (const proof of options.proofs) {
    if (stop.signal.aborted) break
    tried.push(await attempt(proof, options, stop.signal))
  }
  console.log(`\n${reportProofs(tried)}`)
  if (stop.signal.aborted) process.exitCode = 130
  else if (tried.some(({ failure }) => failure !== undefined)) process.exitCode = 1
}

/** As they will be deployed, from the sources as they are now. */
function buildFunctions(): void {
  execFileSync(process.execPath, ['--require', 'tsx/cjs', 'scripts/build.ts', '--only', 'cloudfunctions'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

async function attempt(proof: Proof, { seed, seeds }: ProveOptions, signal: AbortSignal): Promise<Tried> {
  const startedMs = performance.now()
  const line = progressLine(process.stderr, proof)
  const run = { count: seeds ?? proof.counts.whole, seed, signal, isTimed: true, progress: line.tell }
  const end = await proof.run(run).then(
    (figures) => ({ figures }),
    (error: unknown) => ({ figures: [], failure: error instanceof Error ? error.message : String(error) }),
  )
  line.clear()
  const seconds = (performance.now() - startedMs) / 1000
  console.log(`${'failure' in end ? 'FAILS' : 'holds'}  ${proof.name}: ${proof.claim} (${seconds.toFixed(0)} s)`)
  if ('failure' in end) console.log(end.failure.replace(/^/gm, '       '))
  return { proof, seconds, ...end }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
