// `npm start`: builds the functions, starts the local WeChat with its phone, shows one journey, and stays up.
import { join } from 'node:path'
import { faultEnd } from '../sandbox/journey/faultEnd'
import { runJourney } from '../sandbox/journey/journey'
import { narrate } from '../sandbox/journey/narrator'
import { JOURNEY_TEXTS, put } from '../sandbox/journey/texts/texts'
import { portsOf, startLocalWechat, type LocalWechat } from '../sandbox/localWechat'
import { Stage } from '../sandbox/phone/stage'
import { startPhone, type Phone } from '../sandbox/phone/startPhone'
import { portIfFree, portsFrom } from '../sandbox/ports'
import { areFunctionsBuilt, buildAll } from './build/buildAll'
import { kitPlan, ROOT } from './build/kitPlan'
import { reportFailure } from './build/report'
import { checkConsents } from './consents/checkConsents'
import { consentToday } from './start/consentToday'
import { followFunctions, keepBuilt } from './start/followFunctions'
import { removeLocalFile, writeLocalFile } from './start/localFile'
import { withNpmOptions } from './start/npmOptions'
import { openInBrowser } from './start/openInBrowser'
import { helpIn, readOptions, type StartOptions } from './start/options'
import {
  createTerminal,
  describeLocal,
  describeNext,
  describePhone,
  describeResult,
  type Terminal,
} from './start/terminal'

const FIRST_USER = 'oFirstUser_of_the_journey_01'
const NEXT_USER = 'oNextUser_played_by_hand__02'

/** What runs on the phone, from its source. */
const MINI_PROGRAMS = { merchant: join(ROOT, 'miniprogram'), signing: join(ROOT, 'sandbox/signing-miniprogram') }

/** Of the local WeChat that is up. */
let nowMs = Date.now

async function main(options: StartOptions, terminal: Terminal): Promise<boolean> {
  await buildWhereChanged(terminal)
  const functionsRoot = join(ROOT, 'dist/cloudfunctions')
  const { isEventMapSet, store } = options
  // A journey shown once is over before the timer would have anything to do.
  const cloud = { runsTimers: !options.once }
  // What is over in a moment leaves the ports to what stays.
  let ports = options.once ? undefined : portsFrom(options.port + 1)
  const local = { functionsRoot, isEventMapSet, store, bringsReceiver: true, cloud }
  const start = async (choice: Parameters<Stage['restart']>[0]): Promise<LocalWechat> => {
    const started = await startLocalWechat({ ...local, ...choice, ports })
    // Reset keeps the addresses, and so does another kind of merchant.
    ports = portsOf(started)
    nowMs = () => started.wechatPay.clock.now()
    return started
  }
  const stage = await Stage.open(start, options)
  return options.once ? showJourney(stage, options, terminal) : stayUp(stage, options, terminal)
}

async function buildWhereChanged(terminal: Terminal): Promise<void> {
  const plan = kitPlan(['cloudfunctions'])
  if (areFunctionsBuilt(plan)) return
  terminal.line(terminal.texts.terminal.building)
  await buildAll(plan)
}

async function showJourney(stage: Stage, options: StartOptions, terminal: Terminal): Promise<boolean> {
  const { local } = stage
  const stop = closeOnSignal(() => stage.close())
  terminal.line(`${describeLocal(local, terminal)}\n`)
  const isDone = await takeJourney(local, stop, options, terminal)
  await (isDone === undefined ? stop.done : stage.close())
  return isDone ?? false
}

/** The journey is shown first, so that the phone's own view begins with what is done on the phone. */
async function stayUp(stage: Stage, options: StartOptions, terminal: Terminal): Promise<boolean> {
  const phone = await startPhone({ stage, roots: MINI_PROGRAMS, port: await phonePort(options, terminal) }).catch(
    async (error: unknown) => {
      await stage.close()
      throw error
    },
  )
  if (options.keepsBuilt) await keepBuilt(terminal)
  const follower = followFunctions({ stage, phone, terminal, keepsBuilt: options.keepsBuilt })
  const stop = closeOnSignal(async () => {
    await follower.close()
    await closeAll(phone, stage)
  })
  stage.onStart((local) => writeLocalFile(ROOT, local))
  terminal.line(`${describePhone(phone, terminal)}\n\n${describeLocal(stage.local, terminal)}\n`)
  const isDone = await takeJourney(stage.local, stop, options, terminal)
  if (isDone === undefined) {
    await stop.done
    return false
  }
  phone.watch()
  tellRestarts(stage, options, terminal)
  terminal.line(
    `${describeNext(stage.local, NEXT_USER, consentToday(), terminal)}\n\n${describePhone(phone, terminal)}\n`,
  )
  if (options.open) await tellUnopened(phone, terminal)
  await stop.done
  return isDone
}

/** @throws {Error} another program has the port that was asked for */
async function phonePort({ port, isPortGiven }: StartOptions, { texts }: Terminal): Promise<number> {
  const free = await portIfFree(port)
  if (free === 0 && isPortGiven) throw new Error(put(texts.terminal.portTaken, { port }))
  return free
}

async function tellUnopened({ url }: Phone, terminal: Terminal): Promise<void> {
  const problem = await openInBrowser(url)
  if (problem === undefined) return
  terminal.line(terminal.paint('red', put(terminal.texts.terminal.openByHand, { problem, url })))
}

async function closeAll(phone: Phone, stage: Stage): Promise<void> {
  removeLocalFile(ROOT)
  await phone.close()
  await stage.close()
}

/** @returns undefined when it was stopped on the way */
async function takeJourney(
  local: LocalWechat,
  stop: Stop,
  options: StartOptions,
  terminal: Terminal,
): Promise<boolean | undefined> {
  await armFault(local, options.fault)
  const { thenStart, begins } = terminal.texts.terminal
  for (const problem of checkConsents(ROOT)) terminal.line(terminal.paint('red', `${put(thenStart, { problem })}\n`))
  terminal.line(`${begins}\n`)
  watch(local, options, terminal)
  const journey = runJourney(local, FIRST_USER, consentToday(), terminal.hop, terminal.texts)
  const result = await Promise.race([journey, stop.asked])
  if (result === undefined) return undefined
  await local.wechatPay.control.clearFaults({})
  const end = options.fault === undefined ? undefined : await faultEnd(local, options.fault, result)
  terminal.line(`\n${describeResult(result, end, terminal)}\n`)
  return result.ok || end !== undefined
}

/** Reset on the phone takes everything down and puts it up anew, where it was. */
function tellRestarts(stage: Stage, options: StartOptions, terminal: Terminal): void {
  const first = stage.local
  stage.onStart((local) => {
    if (local === first) return
    terminal.line(`\n${terminal.texts.terminal.reset} ${describeLocal(local, terminal)}\n`)
    watch(local, options, terminal)
  })
}

function watch(local: LocalWechat, { logs }: StartOptions, terminal: Terminal): void {
  narrate(local, terminal.hop, terminal.texts)
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

interface Stop {
  /** Settles when someone asks to end. */
  asked: Promise<undefined>
  /** Settles when all is closed. */
  done: Promise<void>
}

/** Ctrl-C and a polite kill both leave nothing running. A second one does not wait. */
function closeOnSignal(close: () => Promise<void>): Stop {
  const asked = new Promise<undefined>((resolve) => {
    const stop = () => resolve(undefined)
    process.once('SIGINT', stop)
    process.once('SIGTERM', stop)
  })
  return { asked, done: asked.then(close) }
}

function readOptionsOrExit(): StartOptions {
  try {
    return readOptions(withNpmOptions(process.argv.slice(2), process.env))
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : String(error)}\nTry: npm start -- --help`)
    process.exit(2)
  }
}

const options = readOptionsOrExit()
const texts = JOURNEY_TEXTS[options.language]
if (options.help) console.log(helpIn(texts))
else {
  main(
    options,
    createTerminal(process.stdout, () => nowMs(), texts),
  ).then(
    (ok) => (process.exitCode = ok ? 0 : 1),
    (error: unknown) => {
      console.error(reportFailure(error, process.stderr.isTTY))
      process.exit(1)
    },
  )
}
