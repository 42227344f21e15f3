// Runs a journey on the phone it is given.
import { startMachine } from './asking/machine'
import { checkTerms } from './consent/checkTerms'
import { consentHash } from './consent/consent'
import { readAttempt } from './journey/attempt'
import type { Effect, JourneyEvent, TermsFacts } from './journey/events'
import { newJourney, step } from './journey/journey'
import type { Journey, Purpose } from './journey/state'
import type { Settings } from './merchant/settings'
import type { Terms } from './merchant/terms'
import type { JourneyPorts } from './ports'
import { effectRunner } from './runEffects'
import { readReturn, type EnterOptions } from './steps/readReturn'

export interface JourneyOptions {
  purpose: Purpose
  terms: Terms
  settings: Settings
  /** Shown on WeChat Pay's page; a neutral label of the server's where it is empty. */
  displayAccount: string
}

/** How the app was brought to the front, and what the phone knows of earlier. */
export interface Entry {
  options: EnterOptions
  /** What storage holds, of whatever shape. */
  storedAttempt: unknown
  isSupported: boolean
  canJump: boolean
}

export interface RunningJourney {
  readonly send: (event: JourneyEvent) => void
  /** The app or the page is in front again; options only where WeChat gave any. */
  readonly shown: (options?: EnterOptions) => void
  readonly changeTerms: (terms: Terms) => void
  /** Clears every timer; whatever comes later finds nobody. */
  readonly stop: () => void
}

/** @param show called once for each new state, with the journey in it */
export function startJourney(
  options: JourneyOptions,
  entry: Entry,
  ports: JourneyPorts,
  show: (journey: Journey, terms: Terms) => void,
): RunningJourney {
  const { purpose, settings, displayAccount } = options
  let { terms } = options
  const servicePhone = (): string => terms.servicePhone
  const { send, page, stop } = startMachine<Journey, JourneyEvent, Effect>(
    {
      first: newJourney(purpose),
      step,
      runner: (tools) => effectRunner(Object.assign({ ports, settings, displayAccount, servicePhone }, tools)),
      show: (journey) => {
        show(journey, terms)
      },
    },
    ports,
  )
  const attempt = readAttempt(entry.storedAttempt, ports.nowMs())
  send({
    type: 'started',
    terms: factsOf(terms),
    isSupported: entry.isSupported,
    canJump: entry.canJump,
    attempt,
    returned: readReturn(entry.options, attempt, settings.signAppids),
  })
  return {
    send,
    shown: (enter) => {
      send({ type: 'shown', returned: enter && readReturn(enter, page().attempt, settings.signAppids) })
    },
    changeTerms: (changed) => {
      terms = changed
      send({ type: 'termsChanged', terms: factsOf(terms) })
    },
    stop,
  }
}

const factsOf = (terms: Terms): TermsFacts => ({
  textHash: consentHash(terms),
  problems: checkTerms(terms),
})
