// `npm run doctor`: what is wrong, why it matters, and what cures it.
import { ROOT } from './build/kitPlan'
import { readArguments, type DoctorArguments } from './doctor/arguments'
import { look } from './doctor/look'
import { isError, report, reportJson, TEXTS } from './doctor/report'

const HELP = `npm run doctor [-- --offline | --online] [--from DIR] [--env ID] [--hosts URL,URL] [--json] [--lang zh|en]

Names what is wrong: why it matters, what cures it, and where the documents tell more. On this machine: settings, keys, mini-program and
built functions. From this machine: WeChat Pay with your keys (an echo, which touches nothing), functions, database, routes, timer and rules
in the cloud, the notify address, and by the function contractAdmin the way from WeChat Pay to the database. Nothing is changed; no secret is
read back or printed.

  --offline         this machine alone, without the network
  --online          from this machine alone
                    with neither: both, the second where somebody is logged in to the cloud (npx tcb login, or TENCENTCLOUD_SECRETID/KEY)
  --from DIR        where the key files are; this folder unless told otherwise
  --env ID          the environment, in place of ENV_ID in .env
  --hosts URL,URL   WeChat Pay's; to be told of a local WeChat's
  --json            for programs
  --lang zh|en      language; that of the machine unless told otherwise
  --help            this text

Exit code 0: no error, warnings perhaps. 1: an error. 2: wrong arguments.`

async function main(args: DoctorArguments): Promise<number> {
  if (args.isHelp) return tell(HELP, 0)
  const { isJson, language } = args
  const onOnline = () => {
    if (process.stderr.isTTY && !isJson) console.error(TEXTS.asking[language])
  }
  const { findings, leftOut } = await look(args, { root: ROOT, env: process.env, onOnline })
  const isReady = args.only === 'offline' && !findings.some(isError)
  const told = report(findings, language, leftOut) + (isReady ? `\n\n${TEXTS.next[language]}` : '')
  return tell(isJson ? reportJson(findings, leftOut) : told, findings.some(isError) ? 1 : 0)
}

async function run(args: string[]): Promise<number> {
  try {
    return await main(readArguments(args, process.env))
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
