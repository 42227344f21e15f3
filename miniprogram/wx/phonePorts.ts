// The journey's ports on a real phone.
import type { AskingPorts } from '../entrust/asking/ports'
import type { Told } from '../entrust/journey/events'
import type { Attempt } from '../entrust/journey/state'
import type { CallFunction, Settings } from '../entrust/merchantShapes'
import type { JourneyPorts } from '../entrust/ports'
import type { Entry } from '../entrust/startJourney'
import type { EnterOptions } from '../entrust/steps/readReturn'
import { callBy, callOf } from './callFunction'
import { isSupported } from './device'
import { jumpPort } from './jump'
import { callPhone } from './page'
import { storageEntry } from './storage'
import { warn } from './warn'

const attemptEntry = storageEntry<Attempt>('attempt')

/**
 * @param callFunction the app's own, where it has one
 * @param problems what keeps the card from being shown
 */
export const entryOf = (
  options: EnterOptions,
  callFunction: CallFunction | undefined,
  problems: Entry['problems'],
): Entry => ({
  options,
  storedAttempt: attemptEntry.read(),
  isSupported: isSupported(Boolean(callFunction)),
  problems,
})

interface PhonePortsOptions {
  settings: Settings
  callFunction?: CallFunction | undefined
  tell: (told: Told) => void
  /** Takes a return that was only simulated. */
  comeBack: (options: EnterOptions) => void
}

/** What every page needs of a phone. */
export const askingPorts = (settings: Settings, callFunction = callOf(settings)): AskingPorts => ({
  call: callBy(callFunction),
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

export function phonePorts({ settings, callFunction, tell, comeBack }: PhonePortsOptions): JourneyPorts {
  const own: Omit<JourneyPorts, keyof AskingPorts> = {
    saveAttempt: attemptEntry.keep,
    dropAttempt: () => {
      attemptEntry.keep(undefined)
    },
    jump: jumpPort(settings.simulateInDevtools, comeBack),
    callPhone,
    tell,
  }
  return Object.assign(askingPorts(settings, callFunction), own)
}
