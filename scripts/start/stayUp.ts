// `npm start`: the phone, the journey, and then all of it stays up until Ctrl-C.
import { join } from 'node:path'
import { put } from '../../sandbox/journey/texts/texts'
import type { Stage } from '../../sandbox/phone/stage'
import { startPhone, type Phone } from '../../sandbox/phone/startPhone'
import { portIfFree } from '../../sandbox/ports'
import { ROOT } from '../build/kitPlan'
import { closeOnSignal } from './closeOnSignal'
import { consentToday } from './consentToday'
import { followFunctions, keepBuilt } from './followFunctions'
import { removeLocalFile, writeLocalFile } from './localFile'
import { openInBrowser } from './openInBrowser'
import type { StartOptions } from './options'
import { takeJourney, tellHops } from './takeJourney'
import { describeLocal, describeNext, describePhone, type Terminal } from './terminal'

const NEXT_USER = 'oNextUser_played_by_hand__02'

/** What runs on the phone, from its source. */
const MINI_PROGRAMS = { merchant: join(ROOT, 'miniprogram'), signing: join(ROOT, 'sandbox/signing-miniprogram') }

/** The journey is shown first, so that the phone's own view begins with what is done on the phone. */
export async function stayUp(stage: Stage, options: StartOptions, terminal: Terminal): Promise<boolean> {
  const phone = await startPhone({ stage, roots: MINI_PROGRAMS, port: await phonePort(options, terminal) }).catch(
    async (error: unknown) => {
      await stage.close()
      throw error
    },
  )
  if (options.keepsBuilt) await keepBuilt(terminal, options.language)
  const follower = followFunctions({ ...options, stage, phone, terminal })
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

/** Reset on the phone takes everything down and puts it up anew, where it was. */
function tellRestarts(stage: Stage, options: StartOptions, terminal: Terminal): void {
  const first = stage.local
  stage.onStart((local) => {
    if (local === first) return
    terminal.line(`\n${terminal.texts.terminal.reset} ${describeLocal(local, terminal)}\n`)
    tellHops(local, options, terminal)
  })
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
