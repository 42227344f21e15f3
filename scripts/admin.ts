// `npm run admin`: one action of a server-only function, signed here, and sent by whichever way is there.
import { adminHelp } from './admin/help'
import { AdminError, readArguments, type AdminArguments } from './admin/arguments'
import { createCall, type Call } from './admin/call'
import { exportTo, importFrom } from './admin/moveFile'
import { readDeployment, readLocal } from './admin/places'
import { printed } from './admin/printed'
import type { FunctionAnswer } from './admin/send'
import { signCall } from './callKit/signCall'

/** @returns the exit code: 0 done, 1 refused or failed */
async function main(args: AdminArguments): Promise<number> {
  if (args.isPrint) return printEvent(args)
  const call = createCall(args)
  if (args.file !== undefined) return moveFile(args.file, args, call)
  const answer = await callOn(args, call)
  if (args.isJson) printJson(answer)
  else if (answer.ok) console.log(printed(answer))
  else tellRefusal(answer)
  return answer.ok ? 0 : 1
}

function printEvent(args: AdminArguments): number {
  const { action, input, functionName } = args
  const { key } = args.isLocal ? readLocal(process.cwd()) : readDeployment(process.cwd(), args)
  printJson(signCall({ key, functionName, action, input }))
  console.error(`Paste it as the test event of ${functionName} in the console: good for 5 minutes, once.`)
  return 0
}

async function moveFile(file: string, { action, isJson }: AdminArguments, call: Call): Promise<number> {
  const { isDone, table, counts } = await (action === 'import' ? importFrom : exportTo)(file, call)
  if (isJson) printJson({ ok: isDone, ...counts })
  else console.log(table)
  if (!isDone) console.error('The counts differ: run it again')
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

function tellRefusal({ error }: FunctionAnswer): void {
  const { code = '', message = '', requestId = '' } = Object(error) as Record<string, string>
  console.error(`${code}: ${message}\nIn the log: requestId ${requestId}`)
}

const printJson = (value: object): void => console.log(JSON.stringify(value, null, 2))

async function run(argv: string[]): Promise<number> {
  try {
    const args = readArguments(argv)
    if (args) return await main(args)
    console.log(adminHelp())
    return 0
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error))
    if (!(error instanceof AdminError)) return 1
    if (error.exitCode === 2) console.error('Try: npm run admin -- --help')
    return error.exitCode
  }
}

void run(process.argv.slice(2)).then((code) => (process.exitCode = code))
