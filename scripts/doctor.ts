// `npm run doctor`: what is wrong, why it matters, and what cures it.
import { parseArgs } from 'node:util'
import { ROOT } from './build/kitPlan'
import { examine } from './doctor/checks'
import { gather } from './doctor/gather'
import { isError, report, reportJson } from './doctor/report'
import { languageOf } from './language'

const HELP = `npm run doctor -- --offline [--from DIR] [--json] [--lang zh|en]

Looks at the settings, keys, mini-program and built functions on this machine, and names what is wrong: why it matters, what cures it,
and where the documents tell more. Nothing is sent and nothing is written.

  --offline      without the network: all there is so far
  --from DIR     where the key files are; this folder unless told otherwise
  --json         for programs
  --lang zh|en   language; that of the machine unless told otherwise
  --help         this text

Exit code 0: no error, warnings perhaps. 1: an error. 2: wrong arguments.`

const OPTIONS = {
  offline: { type: 'boolean', default: false },
  from: { type: 'string' },
  json: { type: 'boolean', default: false },
  lang: { type: 'string' },
  help: { type: 'boolean', short: 'h', default: false },
} as const

async function run(args: string[]): Promise<number> {
  try {
    const { values } = parseArgs({ args, options: OPTIONS })
    if (values.help) return tell(HELP, 0)
    const language = languageOf(values.lang, process.env)
    const findings = examine(await gather({ root: ROOT, from: values.from, nowMs: Date.now() }))
    return tell(values.json ? reportJson(findings) : report(findings, language), findings.some(isError) ? 1 : 0)
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nTry: npm run doctor -- --help`)
    return 2
  }
}

function tell(text: string, exitCode: number): number {
  console.log(text)
  return exitCode
}

void run(process.argv.slice(2)).then((code) => (process.exitCode = code))
