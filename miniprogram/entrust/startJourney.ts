// Runs a journey on the phone it is given.
import { startMachine } from './asking/machine'
import { checkAgreement, checkTerms, checkWords } from './consent/checkTerms'
import { agreedTo } from './consent/consent'
import { sha256Hex } from './consent/sha256'
import { readAttempt } from './journey/attempt'
import type { Effect, JourneyEvent, TermsFacts } from './journey/events'
import { newJourney, step } from './journey/journey'
import type { Journey, Purpose } from './journey/state'
import type { Terms } from './merchantShapes'
import type { JourneyPorts } from './ports'
import { effectRunner } from './runEffects'
import { mayJump, readReturn, type EnterOptions } from './steps/readReturn'
import { CARD_WORDS, type Merchant } from './view/texts'

export interface JourneyOptions {
  purpose: Purpose
  /** Another contract than the current one, to be shown and closed. */
  chosen?: Journey['chosen']
  merchant: Merchant
  /** Shown on WeChat Pay's page; a neutral label of the server's where it is empty. */
  displayAccount: string
}

/** How the app was brought to the front, and what the phone knows of earlier. */
export interface Entry {
  options: EnterOptions
  /** What storage holds, of whatever shape. */
  storedAttempt: unknown
  isSupported: boolean
  /** What keeps the card from being shown where it is, whatever the merchant's terms. */
  problems: readonly string[]
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
  show: (journey: Journey, merchant: Merchant) => void,
): RunningJourney {
  const { purpose, chosen, displayAccount } = options
  let { merchant } = options
  const { settings } = merchant
  const servicePhone = (): string => merchant.terms.servicePhone
  const { send, page, stop } = startMachine<Journey, JourneyEvent, Effect>(
    {
      first: newJourney(purpose, chosen),
      step,
      runner: (tools) => effectRunner(Object.assign({ ports, settings, displayAccount, servicePhone }, tools)),
      show: (journey) => {
        show(journey, merchant)
      },
    },
    ports,
  )
  // An open attempt is the business of the card that signs.
  const attempt = chosen ? undefined : readAttempt(entry.storedAttempt, ports.nowMs())
  send({
    type: 'started',
    terms: factsOf(merchant, entry),
    isSupported: entry.isSupported,
    canJump: mayJump(entry.options),
    attempt,
    returned: readReturn(entry.options, attempt, settings.signAppids),
  })
  return {
    send,
    shown: (enter) => {
      const returned = enter && readReturn(enter, page().attempt, settings.signAppids)
      send({ type: 'shown', returned, canJump: enter && mayJump(enter) })
    },
    changeTerms: (changed) => {
      merchant = Object.assign({}, merchant, { terms: changed })
      send({ type: 'termsChanged', terms: factsOf(merchant, entry) })
    },
    stop,
  }
}

/** Texts are looked at only where the terms are complete: most of them are filled from there. */
function factsOf({ terms, agreement, words }: Merchant, { problems: first }: Pick<Entry, 'problems'>): TermsFacts {
  const missing = first.length > 0 ? first : checkTerms(terms)
  const problems =
    missing.length > 0 ? missing : checkAgreement(agreement, terms).concat(checkWords(words, CARD_WORDS, terms))
  // Texts of no known shape have no hash, and nobody is asked to agree to them.
  if (problems.length > 0) return { consent: '', problems }
  const { text, details } = agreedTo(terms, agreement)
  return { consent: [sha256Hex(text)].concat(details).join('\n'), problems }
}
