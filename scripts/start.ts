// `npm start`: builds the functions, starts the local WeChat, shows one journey, and stays up.
import { join } from 'node:path'
import { runJourney } from '../sandbox/journey/journey'
import { narrate } from '../sandbox/journey/narrator'
import { startLocalWechat, type LocalWechat } from '../sandbox/localWechat'
import { buildAll } from './build/buildAll'
import { kitPlan, ROOT } from './build/kitPlan'
import { reportFailure } from './build/report'
import { HELP, readOptions, type StartOptions } from './start/options'
import { createTerminal, describeLocal, describeNext, describeResult, type Terminal } from './start/terminal'

const FIRST_USER = 'oFirstUser_of_the_journey_01'
const NEXT_USER = 'oNextUser_played_by_hand__02'

async function main(options: StartOptions, terminal: Terminal): Promise<boolean> {
  terminal.line('Building the functions ...')
  await buildAll(kitPlan(['cloudfunctions']))
  const { family, mode } = options
  const local = await startLocalWechat({ functionsRoot: join(ROOT, 'dist/cloudfunctions'), family, mode })
  const stop = closeOnSignal(local)
  await armFault(local, options.fault)
  terminal.line(`${describeLocal(local)}\n\nOne user, from asking to sign to closing:\n`)
  watch(local, options, terminal)
  const result = await Promise.race([runJourney(local, FIRST_USER, terminal.hop), stop.asked])
  if (result === undefined) {
    await stop.done
    return false
  }
  await local.wechatPay.control.clearFaults({})
  terminal.line(`\n${describeResult(result, terminal)}\n`)
  if (options.once) await local.close()
  else {
    terminal.line(`${describeNext(local, NEXT_USER)}\n`)
    await stop.done
  }
  return result.ok
}

function watch(local: LocalWechat, { logs }: StartOptions, terminal: Terminal): void {
  narrate(local, terminal.hop)
  if (logs)
    local.cloud.events.on('log', ({ functionName, line }) =>
      terminal.line(terminal.paint('dim', `  ${functionName}: ${line}`)),
    )
}

/** Every answer to a pre-sign, so that no second try gets round it. */
async function armFault(local: LocalWechat, kind: string | undefined): Promise<void> {
  if (kind === undefined) return
  const fault = { kind } as never
  try {
    await local.wechatPay.control.armFault({ fault, times: 'always', path: '*pre-entrust-sign*' })
  } catch (error) {
    await local.close()
    throw new Error(`--fault ${kind}: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** Ctrl-C and a polite kill both leave nothing running. A second one does not wait. */
function closeOnSignal(local: LocalWechat): { asked: Promise<undefined>; done: Promise<void> } {
  const asked = new Promise<undefined>((resolve) => {
    const stop = () => resolve(undefined)
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
  return { asked, done: asked.then(() => local.close()) }
}

function readOptionsOrExit(): StartOptions {
  try {
    return readOptions(process.argv.slice(2))
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nTry: npm start -- --help`)
    process.exit(2)
  }
}

const options = readOptionsOrExit()
if (options.help) console.log(HELP)
else {
  main(options, createTerminal(process.stdout, Date.now())).then(
    (ok) => (process.exitCode = ok ? 0 : 1),
    (error: unknown) => {
      console.error(reportFailure(error, process.stderr.isTTY))
      process.exit(1)
    },
  )
}
