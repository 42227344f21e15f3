// From what a journey asks for to what is done. Nothing is decided here.
import { askStatus, askToClose, pollDelayMs } from './confirmEntrust'
import type { Effect, JourneyEvent, SessionAnswer, StatusAnswer } from './events'
import { jumpTarget } from './openSignPage'
import type { JourneyPorts } from './ports'
import { requestSign } from './requestSign'
import type { Settings } from './settings'
import type { Timers } from './timers'

/** A call without an answer by then is told so; its answer still counts when it comes. */
const ANSWER_WITHIN_MS = 10_000
const TICK_MS = 1_000
/** After so long without a word from WeChat the user gets a button to try again. */
const JUMP_WITHIN_MS = 3_000

export interface EffectDeps {
  ports: JourneyPorts
  timers: Timers
  settings: Settings
  displayAccount: string
  /** Read when it is needed: the merchant may change it. */
  servicePhone: () => string
  send: (event: JourneyEvent) => void
}

/** @returns does one effect, at once */
export function effectRunner(deps: EffectDeps): (effect: Effect) => void {
  const { ports, timers, send } = deps
  let cancelPoll: () => void = () => undefined
  let cancelJumpWait: () => void = () => undefined

  return (effect) => {
    switch (effect.do) {
      case 'requestSession':
        awaitSession(effect, deps)
        break
      case 'query':
        awaitStatus(effect.ticket, askStatus(ports.call, effect.out_contract_code), deps)
        break
      case 'terminate':
        awaitStatus(effect.ticket, askToClose(ports.call, effect.out_contract_code), deps)
        break
      case 'queryLater':
        cancelPoll()
        cancelPoll = queryLater(effect, deps)
        break
      case 'stopPolling':
        cancelPoll()
        break
      case 'tickLater':
        timers.after(TICK_MS, () => {
          send({ type: 'ticked' })
        })
        break
      case 'jump':
        jump(effect, deps)
        cancelJumpWait()
        cancelJumpWait = timers.after(JUMP_WITHIN_MS, () => {
          send({ type: 'jumpWaited' })
        })
        break
      case 'saveAttempt':
        ports.saveAttempt(effect.attempt)
        break
      case 'dropAttempt':
        ports.dropAttempt()
        break
      case 'callService':
        ports.callPhone(deps.servicePhone())
        break
      case 'tell':
        ports.tell(effect.told)
        break
    }
  }
}

type EffectOf<Do extends Effect['do']> = Extract<Effect, { do: Do }>

/** Nothing may come before WeChat is called: not a promise, not a timer, not a change of the screen. */
function jump({ session }: EffectOf<'jump'>, { ports, settings, send }: EffectDeps): void {
  ports.jump(jumpTarget(session, settings), {
    jumped: () => {
      send({ type: 'jumped' })
    },
    failed: (reason, errMsg) => {
      if (reason !== 'refused') ports.warn(explainJump(reason, errMsg))
      send({ type: 'jumpFailed', reason })
    },
  })
}

const explainJump = (reason: string, errMsg: string): string =>
  reason === 'notListed' ? `${errMsg}: add the appid to navigateToMiniProgramAppIdList of app.json` : errMsg

function awaitSession({ ticket, textHash }: EffectOf<'requestSession'>, deps: EffectDeps): void {
  const { ports, timers, settings, displayAccount } = deps
  const consent = { textHash }
  const input = displayAccount === '' ? { consent } : { consent, displayAccount }
  const answering = requestSign(input, { call: ports.call, sleep: timers.sleep, settings })
  awaitAnswer(ticket, answering, (answer) => ({ type: 'sessionAnswered', ticket, answer }), deps)
}

const awaitStatus = (ticket: number, answering: Promise<StatusAnswer>, deps: EffectDeps): void => {
  awaitAnswer(ticket, answering, (answer) => ({ type: 'statusAnswered', ticket, answer }), deps)
}

function awaitAnswer<Answer extends SessionAnswer | StatusAnswer>(
  ticket: number,
  answering: Promise<Answer>,
  toEvent: (answer: Answer) => JourneyEvent,
  { ports, timers, send }: EffectDeps,
): void {
  const cancel = timers.after(ANSWER_WITHIN_MS, () => {
    send({ type: 'waited', ticket })
  })
  void answering.then((answer) => {
    cancel()
    // The developer's half of what went wrong; the user's half is a state.
    if (answer.kind === 'trouble') ports.warn(`${answer.trouble.kind}: ${answer.trouble.explanation}`)
    send(toEvent(answer))
  })
}

function queryLater({ ticket, poll, sinceMs, atLeastMs }: EffectOf<'queryLater'>, deps: EffectDeps): () => void {
  const { ports, timers, send } = deps
  const ms = Math.max(atLeastMs, pollDelayMs(poll, ports.nowMs() - sinceMs, ports.random()))
  return timers.after(ms, () => {
    send({ type: 'pollDue', ticket })
  })
}
