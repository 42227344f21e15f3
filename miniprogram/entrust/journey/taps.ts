// What the user's taps do. Nothing else ticks the box, jumps or closes.
import { ask, but, enter, stay, then } from '../asking/machine'
import { isFresh, openAttempt } from './attempt'
import { buttonsOf, type ButtonName } from './buttons'
import type { Told } from './events'
import { confirm, dropAttempt, enterRestricted, enterUnsigned, load, unsigned, type Step } from './moves'
import type { Journey, State } from './state'

/** A tap on a button the state does not have (S18: late, or twice) changes nothing. */
export function onTap(journey: Journey, button: ButtonName, nowMs: number): Step {
  if (!buttonsOf(journey).includes(button)) return stay(journey)
  switch (button) {
    case 'agree':
      return toggleAgreement(journey, nowMs)
    case 'read':
    case 'stopReading':
      return enter(journey, unsigned({ isReading: button === 'read' }))
    case 'open':
      return open(journey, nowMs)
    case 'go':
      return go(journey, nowMs)
    case 'goByNavigator':
      return goByNavigator(journey, nowMs)
    case 'refresh':
      return refresh(journey, nowMs)
    case 'retry':
      return retry(journey, nowMs)
    case 'manage':
      return enter(journey, { kind: 'askClose' })
    case 'keep':
      return enter(journey, { kind: 'signed' })
    case 'confirmClose':
      return close(journey, { kind: 'closing' })
    case 'closeAgain':
      return closeAgain(journey)
    case 'again':
      return again(journey)
    case 'contact':
      return stay(journey, { do: 'callService' })
    case 'decline':
      return tell(journey, { name: 'declined', detail: {} })
    case 'leave':
      return tell(journey, { name: 'leave', detail: {} })
  }
}

const tell = (journey: Journey, told: Told): Step => stay(journey, { do: 'tell', told })

/** The session is asked for while the user reads on, so that the jump can come straight out of the tap. */
function toggleAgreement(journey: Journey, nowMs: number): Step {
  if (!journey.canJump) return enterRestricted(journey)
  if (journey.isAgreed) return enterUnsigned(but(journey, { isAgreed: false, consentedTo: '' }))
  const agreed = but(journey, { isAgreed: true, consentedTo: journey.consent })
  if (agreed.isWaiting || isFresh(agreed.held, nowMs)) return enterUnsigned(agreed)
  return requestSession(agreed, unsigned())
}

function open(journey: Journey, nowMs: number): Step {
  if (!journey.isAgreed) return enter(journey, unsigned({ asksToAgree: true }))
  // The session is on its way: S2 waits for that one.
  const { isWaiting, ticket } = journey
  return isWaiting ? enter(journey, { kind: 'preparing' }, { do: 'waitAnew', ticket }) : go(journey, nowMs)
}

/** `<navigator>` jumps by itself; the state stays, for taking it off the page could stop the jump. */
function goByNavigator(journey: Journey, nowMs: number): Step {
  const { state, held } = journey
  if (state.kind !== 'ready' || state.isLeaving || !held) return stay(journey)
  const attempt = openAttempt(journey, held.session, nowMs)
  return enter(
    but(journey, { attempt, hint: 'none' }),
    { kind: 'ready', by: state.by, isLeaving: true },
    { do: 'saveAttempt', attempt },
  )
}

const refresh = (journey: Journey, nowMs: number): Step =>
  journey.isWaiting && journey.state.kind === 'confirming' ? stay(journey) : confirm(journey, nowMs)

function retry(journey: Journey, nowMs: number): Step {
  switch (journey.state.kind) {
    case 'offline':
      return journey.attempt ? confirm(journey, nowMs) : load(journey)
    case 'systemError':
      return journey.state.during === 'sign' ? prepare(journey) : confirm(journey, nowMs)
    default:
      return prepare(journey)
  }
}

function close(journey: Journey, meanwhile: State): Step {
  const { contract } = journey
  if (!contract) return load(journey)
  const { out_contract_code } = contract
  return ask(journey, meanwhile, (ticket) => ({ do: 'terminate', ticket, out_contract_code }))
}

/** S11a stays: whatever comes of it, the wish is on its way. */
const closeAgain = (journey: Journey): Step =>
  journey.state.kind === 'closeUnsure' && journey.state.isAsking
    ? stay(journey)
    : close(journey, { kind: 'closeUnsure', isAsking: true })

/** After a closed contract everything begins anew; after a session that ran out, only the session. */
const again = (journey: Journey): Step =>
  journey.state.kind === 'expired' ? prepare(journey) : then(dropAttempt(journey), enterUnsigned)

/** S2, unless the text shown now was never agreed to. */
const prepare = (journey: Journey): Step =>
  hasConsent(journey) ? requestSession(journey, { kind: 'preparing' }) : enter(journey, unsigned({ asksToAgree: true }))

/** Asks for a session without leaving the state: the user is still reading. */
const requestSession = (journey: Journey, state: State): Step =>
  ask(journey, state, (ticket) => ({ do: 'requestSession', ticket, consent: journey.consent }))

const hasConsent = ({ consentedTo, consent }: Journey): boolean => consentedTo === consent

/** S3: straight out of the tap, or S2 where there is no session to go with. */
function go(journey: Journey, nowMs: number): Step {
  if (!journey.canJump) return enterRestricted(journey)
  if (!hasConsent(journey) || !isFresh(journey.held, nowMs)) return prepare(journey)
  const { session } = journey.held
  const attempt = openAttempt(journey, session, nowMs)
  return enter(
    but(journey, { attempt, hint: 'none', isWaiting: false }),
    { kind: 'leaving' },
    { do: 'saveAttempt', attempt },
    { do: 'jump', session },
  )
}
