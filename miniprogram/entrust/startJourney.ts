// Runs a journey: events in, effects out, one thing after the other. Effects run within the very call that brought the
// event, so a jump still belongs to its tap.
import { readAttempt } from './journey/attempt'
import { checkTerms } from './consent/checkTerms'
import { consentHash } from './consent/consent'
import type { JourneyEvent, TermsFacts } from './journey/events'
import { newJourney, step } from './journey/journey'
import type { JourneyPorts } from './ports'
import { readReturn, type EnterOptions } from './steps/readReturn'
import { effectRunner } from './runEffects'
import type { Settings } from './merchant/settings'
import type { Journey, Purpose } from './journey/state'
import type { Terms } from './merchant/terms'
import { oneByOne } from './asking/oneByOne'
import { createTimers } from './asking/timers'

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
  const { settings } = options
  let { terms } = options
  let journey = newJourney(options.purpose)
  const timers = createTimers(ports.after)
  const send = oneByOne<JourneyEvent>(advance)
  const servicePhone = (): string => terms.servicePhone
  const run = effectRunner({ ports, timers, settings, displayAccount: options.displayAccount, servicePhone, send })

  function advance(event: JourneyEvent): void {
    const { state } = journey
    const next = step(journey, event, ports.nowMs())
    journey = next.journey
    next.effects.forEach(run)
    if (journey.state !== state) show(journey, terms)
  }

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
      send({ type: 'shown', returned: enter && readReturn(enter, journey.attempt, settings.signAppids) })
    },
    changeTerms: (changed) => {
      terms = changed
      send({ type: 'termsChanged', terms: factsOf(terms) })
    },
    stop: () => {
      send.stop()
      timers.clear()
    },
  }
}

const factsOf = (terms: Terms): TermsFacts => ({
  textHash: consentHash(terms),
  problems: checkTerms(terms),
})
