// `npm start`: builds the functions, starts the local WeChat with its phone, shows one journey, and stays up.
import { join } from 'node:path'
import { JOURNEY_TEXTS } from '../sandbox/journey/texts/texts'
import { portsOf, startLocalWechat, type LocalWechat } from '../sandbox/localWechat'
import { Stage } from '../sandbox/phone/stage'
import { portsFrom } from '../sandbox/ports'
import { areFunctionsBuilt, buildAll } from './build/buildAll'
import { kitPlan, ROOT } from './build/kitPlan'
import { reportFailure } from './build/report'
import { wantedLanguage } from './commandErrors'
import { languageOf } from './language'
import { orExit } from './orExit'
import { withNpmOptions } from './start/npmOptions'
import { helpIn, readOptions, type StartOptions } from './start/options'
import { showJourney } from './start/showJourney'
import { stayUp } from './start/stayUp'
import { createTerminal, type Terminal } from './start/terminal'

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

const argv = process.argv.slice(2)
const options = orExit(
  () => readOptions(withNpmOptions(argv, process.env)),
  'npm start',
  languageOf(wantedLanguage(argv), process.env),
)
const texts = JOURNEY_TEXTS[options.language]
if (options.help) console.log(helpIn(texts))
else {
  main(
    options,
    createTerminal(process.stdout, () => nowMs(), texts),
  ).then(
    (ok) => (process.exitCode = ok ? 0 : 1),
    (error: unknown) => {
      console.error(reportFailure(error, process.stderr.isTTY, options.language))
      process.exit(1)
    },
  )
}
