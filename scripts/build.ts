// `npm run build`: dist/cloudfunctions/<name>/ for every function, dist/wechatpay, the client as a package,
// dist/entrust-sign, the card as one, dist/call-kit, for servers that call a server-only function, and with an `.env` functions-built/<name>/, what is deployed.
import { join } from 'node:path'
import { readArguments, type BuildArguments } from './build/arguments'
import { buildAll } from './build/buildAll'
import { fillFunctionsBuilt } from './build/functionsBuilt'
import { kitPlan, ROOT } from './build/kitPlan'
import { reportBuild, reportFailure } from './build/report'
import { reportFunctionsBuilt } from './build/reportFunctionsBuilt'
import { termsProblems } from './build/termsProblems'
import { HELP, NOTHING } from './build/texts'
import { fileTroubleIn, tellCommandError, wantedLanguage } from './commandErrors'
import { checkConsents } from './consents/checkConsents'
import { languageOf, type Language } from './language'
import { terms } from '../miniprogram/entrust/merchant/terms'

/** @returns the exit code */
async function main({ parts, isWhole, language, isHelp }: BuildArguments): Promise<number> {
  if (isHelp) return tell(HELP[language])
  const unknown = parts.includes('cloudfunctions') ? checkConsents(ROOT) : []
  // Functions that do not know what the card shows would let nobody sign.
  if (unknown.length > 0) return refuse([NOTHING, ...unknown].map((one) => one[language]).join('\n'))
  const result = await buildAll(kitPlan(parts))
  tell(reportBuild(result, language))
  return isWhole
    ? fill(
        result.functions.map(({ name }) => name),
        language,
      )
    : 0
}

async function fill(names: readonly string[], language: Language): Promise<number> {
  const builtDir = join(ROOT, 'dist/cloudfunctions')
  const built = await fillFunctionsBuilt({ root: ROOT, builtDir, names, termsProblems: termsProblems(terms) })
  const told = `\n${reportFunctionsBuilt(built, language)}`
  return built.kind === 'wrong' ? refuse(told) : tell(told)
}

function tell(text: string): number {
  console.log(text)
  return 0
}

function refuse(text: string, exitCode = 1): number {
  console.error(text)
  return exitCode
}

async function run(args: string[]): Promise<number> {
  const language = languageOf(wantedLanguage(args), process.env)
  let wish: BuildArguments
  try {
    wish = readArguments(args, process.env)
  } catch (error) {
    return refuse(tellCommandError(error, 'npm run build', language), 2)
  }
  return main(wish).catch((error: unknown) =>
    refuse(
      fileTroubleIn(error)
        ? tellCommandError(error, 'npm run build', language)
        : reportFailure(error, process.stderr.isTTY, language),
    ),
  )
}

void run(process.argv.slice(2)).then((code) => (process.exitCode = code))
