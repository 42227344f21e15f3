// `npm run admin`: one action of a server-only function, signed here, and sent by whichever way is there.
import { adminHelp } from './admin/help'
import { AdminError, readArguments, type AdminArguments } from './admin/arguments'
import { readDeployment, readLocal } from './admin/places'
import { invokeByTcb, invokeLocally } from './admin/send'
import { signCall } from './callKit/signCall'

/** @returns the exit code: 0 done, 1 refused or failed */
async function main(args: AdminArguments): Promise<number> {
  const { action, input, functionName } = args
  const place = args.isLocal ? readLocal(process.cwd()) : readDeployment(process.cwd(), args)
  const event = signCall({ key: place.key, functionName, action, input })
  if (args.isPrint) {
    printJson(event)
    console.error(`Paste it as the test event of ${functionName} in the console: good for 5 minutes, once.`)
    return 0
  }
  const answer =
    'frontUrl' in place
      ? await invokeLocally(place.frontUrl, functionName, event)
      : await invokeByTcb(args.tcb, place.envId, functionName, event)
  printJson(answer)
  return answer.ok ? 0 : 1
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
