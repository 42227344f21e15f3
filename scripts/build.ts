// `npm run build`: dist/cloudfunctions/<name>/ for every function, dist/wechatpay, the client as a package,
// dist/entrust-sign, the card as one, dist/call-kit, for servers that call a server-only function, and with an `.env` functions-built/<name>/, what is deployed.
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildAll, PARTS } from './build/buildAll'
import { fillFunctionsBuilt } from './build/functionsBuilt'
import { kitPlan, ROOT } from './build/kitPlan'
import { reportBuild, reportFailure } from './build/report'
import { reportFunctionsBuilt } from './build/reportFunctionsBuilt'
import { checkConsents } from './consents/checkConsents'
import { termsProblems } from './build/termsProblems'
import { terms } from '../miniprogram/entrust/merchant/terms'

const HELP = `npm run build [-- --only ${PARTS.join('|')}]

Builds each cloudfunctions/<name>/index.ts into dist/cloudfunctions/<name>/, for tests and the local WeChat, the WeChat Pay
client into dist/wechatpay/ (ESM, CommonJS, types), the signing card into dist/entrust-sign/ (a mini-program package), and what
signs calls of server-only functions into dist/call-kit/ (one file).
The text users agree to has to be on file (npm run consents).
What is already up to date is left untouched. If anything fails, dist/ stays as it was.

With a complete .env it also fills functions-built/: the same functions with their settings, to be deployed, with nothing to
install. Without one that folder is emptied; a wrong .env is told line by line, and the exit code is 1. With --only that
folder is left as it is.`

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' }, only: { type: 'string' } } })
  if (values.help) {
    console.log(HELP)
    return
  }
  const parts = PARTS.filter((part) => values.only === undefined || values.only === part)
  if (parts.length === 0) throw new Error(`--only: expected ${PARTS.join(' or ')}.`)
  if (parts.includes('cloudfunctions')) refuseUnknownTexts()
  const result = await buildAll(kitPlan(parts))
  console.log(reportBuild(result))
  if (values.only === undefined) await fill(result.functions.map(({ name }) => name))
}

/** @throws {Error} functions that do not know what the card shows would let nobody sign */
function refuseUnknownTexts(): void {
  const problems = checkConsents(ROOT)
  if (problems.length > 0) throw new Error(`Nothing was built.\n${problems.map(({ en }) => en).join('\n')}`)
}

async function fill(names: readonly string[]): Promise<void> {
  const builtDir = join(ROOT, 'dist/cloudfunctions')
  const built = await fillFunctionsBuilt({ root: ROOT, builtDir, names, termsProblems: termsProblems(terms) })
  const isWrong = built.kind === 'wrong'
  console[isWrong ? 'error' : 'log'](`\n${reportFunctionsBuilt(built)}`)
  if (isWrong) process.exitCode = 1
}

main().catch((error: unknown) => {
  console.error(reportFailure(error, process.stderr.isTTY))
  process.exitCode = 1
})
