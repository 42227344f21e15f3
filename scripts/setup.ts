// `npm run setup`: finds the key files, asks for what is missing, proves that all belongs together, and writes `.env`.
import { ROOT } from './build/kitPlan'
import { readArguments, type SetupArguments } from './setup/arguments'
import { Cancelled, type Prompter } from './setup/interview'
import { report, reportJson } from './setup/report'
import { setUp } from './setup/run'

const HELP = `npm run setup [-- --from DIR] [--check] [--set NAME=VALUE]... [--json] [--lang zh|en]

Writes .env, the settings: finds the key files below DIR (apiclient_key.pem, apiclient_cert.pem or apiclient_cert.p12, pub_key.pem),
asks for what is missing, proves that key, certificate, serial and merchant number belong together, and makes the key of server-only
functions. Where you are logged in to the cloud (npx tcb login), it offers the default domain of the environment as the notify address. What
.env was is kept beside it; its comments, and lines of others, stay. No value is ever printed.

  --from DIR         where the key files are: they win over what .env holds. Otherwise this folder is looked through for what is missing
  --check            write nothing, ask nothing; only tell
  --set NAME=VALUE   a value by its name, or of a key the path of its file; may be given more than once
  --json             for programs: asks nothing
  --lang zh|en       language; that of the machine unless told otherwise
  --help             this text

Exit code 0: complete. 2: incomplete; what is there was written. 3: something is wrong; nothing was written. 130: Ctrl-C; nothing was
written.`

async function main(args: SetupArguments): Promise<number> {
  if (args.isHelp) return tell(HELP, 0)
  const place = { root: ROOT, now: new Date(), prompter: await prompterFor(args), connection: { env: process.env } }
  const setup = await setUp(args, place)
  const text = args.isJson ? reportJson(setup) : report(setup, args.language, args.isCheck)
  return tell(text, setup.exitCode)
}

/** Nobody is asked who is not there. */
async function prompterFor({ isCheck, isJson, language }: SetupArguments): Promise<Prompter | undefined> {
  if (isCheck || isJson || !process.stdin.isTTY || !process.stdout.isTTY) return undefined
  const { terminal } = await import('./setup/terminal')
  return terminal(language)
}

function tell(text: string, exitCode: number): number {
  console.log(text)
  return exitCode
}

async function run(args: string[]): Promise<number> {
  try {
    return await main(readArguments(args, process.env))
  } catch (error) {
    if (error instanceof Cancelled) return tell('', 130)
    console.error(`${error instanceof Error ? error.message : String(error)}\nTry: npm run setup -- --help`)
    return 3
  }
}

void run(process.argv.slice(2)).then((code) => (process.exitCode = code))
