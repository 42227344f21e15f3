// `npm run admin`: one action of a server-only function, signed here, and sent by whichever way is there.
import type { Words } from '../cloudfunctions/_shared/platform/settings/catalogue/row'
import { adminHelp } from './admin/help'
import { AdminError } from './admin/adminError'
import { readArguments, type AdminArguments } from './admin/arguments'
import { createCall, signedEvent, type Call } from './admin/call'
import { exportTo, importFrom } from './admin/moveFile'
import { printed } from './admin/printed'
import type { FunctionAnswer } from './admin/send'
import { fileTroubleIn, tellCommandError, tellHelp, wantedLanguage } from './commandErrors'
import { languageOf, type Language } from './language'

/** @returns the exit code: 0 done, 1 refused or failed */
async function main(args: AdminArguments): Promise<number> {
  if (args.isPrint) return printEvent(args)
  const call = createCall(args)
  if (args.file !== undefined) return moveFile(args.file, args, call)
  const answer = await callOn(args, call)
  if (args.isJson) printJson(answer)
  else if (answer.ok) console.log(printed(answer, args.language))
  else tellRefusal(answer, args.language)
  return answer.ok ? 0 : 1
}

async function printEvent(args: AdminArguments): Promise<number> {
  printJson(await signedEvent(args))
  console.error(PASTE[args.language].replace('{}', args.functionName))
  return 0
}

async function moveFile(file: string, { action, isJson, language }: AdminArguments, call: Call): Promise<number> {
  const { isDone, table, counts } = await (action === 'import' ? importFrom : exportTo)(file, call)
  if (isJson) printJson({ ok: isDone, ...counts })
  else console.log(table(language))
  if (!isDone) console.error(DIFFER[language])
  return isDone ? 0 : 1
}

/** What is told in parts, with `next` where there is more, is asked for until it ends; what was counted is added up. */
async function callOn({ action, input }: AdminArguments, call: Call): Promise<FunctionAnswer> {
  let answer = await call(action, input)
  while (answer.ok && typeof answer['next'] === 'string') {
    const { next, ...before } = answer
    const further = await call(action, { ...input, after: next })
    answer = further.ok ? { ...further, ...sums(before, further) } : further
  }
  return answer
}

const sums = (one: Record<string, unknown>, other: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(other).flatMap(([name, value]) =>
      typeof value === 'number' ? [[name, value + Number(one[name] ?? 0)]] : [],
    ),
  )

/** In the function's own words. */
function tellRefusal({ error }: FunctionAnswer, language: Language): void {
  const { code = '', message = '', requestId = '' } = Object(error) as Record<string, string>
  console.error(`${code}: ${message}\n${IN_LOG[language]}requestId ${requestId}`)
}

const PASTE: Words = {
  en: 'Paste it as the test event of {} in the console: good for 5 minutes, once.',
  zh: '请在控制台将其粘贴为 {} 的测试 event：5 分钟内有效，只能用一次。',
}
const DIFFER: Words = { en: 'The counts differ: run it again', zh: '计数不一致：请重新运行' }
const IN_LOG: Words = { en: 'In the log: ', zh: '日志中：' }

const printJson = (value: object): void => console.log(JSON.stringify(value, null, 2))

const COMMAND = 'npm run admin'

async function run(argv: string[]): Promise<number> {
  const language = languageOf(wantedLanguage(argv), process.env)
  try {
    const args = readArguments(argv, process.env)
    if (args) return await main(args)
    console.log(adminHelp(language))
    return 0
  } catch (error) {
    if (fileTroubleIn(error)) console.error(tellCommandError(error, COMMAND, language))
    else if (error instanceof AdminError) console.error(error.words[language])
    else console.error(error instanceof Error ? error.message : String(error))
    if (!(error instanceof AdminError)) return 1
    if (error.exitCode === 2) console.error(tellHelp(COMMAND, language))
    return error.exitCode
  }
}

void run(process.argv.slice(2)).then((code) => (process.exitCode = code))
