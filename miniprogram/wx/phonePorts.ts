// The journey's ports on a real phone.
import type { AskingPorts } from '../entrust/asking/ports'
import type { Told } from '../entrust/journey/events'
import type { Attempt } from '../entrust/journey/state'
import type { Settings } from '../entrust/merchantShapes'
import type { JourneyPorts } from '../entrust/ports'
import type { Entry } from '../entrust/startJourney'
import type { EnterOptions } from '../entrust/steps/readReturn'
import { callIn } from './callFunction'
import { isSupported } from './device'
import { jumpPort } from './jump'
import { callPhone } from './page'
import { storageEntry } from './storage'
import { warn } from './warn'

const attemptEntry = storageEntry<Attempt>('attempt')

export const entryOf = (options: EnterOptions): Entry => ({
  options,
  storedAttempt: attemptEntry.read(),
  isSupported: isSupported(),
})

interface PhonePortsOptions {
  settings: Settings
  tell: (told: Told) => void
  /** Takes a return that was only simulated. */
  comeBack: (options: EnterOptions) => void
}

/** What every page needs of a phone. */
export const askingPorts = ({
  cloudEnv,
  functionPrefix,
}: Pick<Settings, 'cloudEnv' | 'functionPrefix'>): AskingPorts => ({
  call: callIn(cloudEnv, functionPrefix),
  nowMs: Date.now,
  random: Math.random,
  after: (ms, run) => {
    const timer = setTimeout(run, ms)
    return () => {
      clearTimeout(timer)
    }
  },
  warn,
})

export function phonePorts({ settings, tell, comeBack }: PhonePortsOptions): JourneyPorts {
  const own: Omit<JourneyPorts, keyof AskingPorts> = {
    saveAttempt: attemptEntry.keep,
    dropAttempt: () => {
      attemptEntry.keep(undefined)
    },
    jump: jumpPort(settings.simulateInDevtools, comeBack),
    callPhone,
    tell,
  }
  return Object.assign(askingPorts(settings), own)
}
