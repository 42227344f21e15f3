// From what a journey asks for to what is done. Nothing is decided here.
import { askStatus, askToClose, type StatusAnswer } from './asking/confirmEntrust'
import type { Tools } from './asking/machine'
import type { Effect, EventOf, JourneyEvent, JumpFailure, SessionAnswer } from './journey/events'
import type { Settings } from './merchantShapes'
import type { JourneyPorts } from './ports'
import { jumpTarget } from './steps/openSignPage'
import { requestSign } from './steps/requestSign'

/** After so long without a word from WeChat the user gets a button to try again; without leaving this app, the server is asked. */
const JUMP_WITHIN_MS = 3_000

interface EffectDeps extends Tools<JourneyEvent> {
  ports: JourneyPorts
  settings: Settings
  displayAccount: string
  /** Read when it is needed: the merchant may change it. */
  servicePhone: () => string
}

/** @returns does one effect, at once */
export function effectRunner(deps: EffectDeps): (effect: Effect) => void {
  const { ports, asker, send } = deps
  let cancelJumpWait: () => void = () => undefined
  const waitForJump = (type: 'jumpWaited' | 'stayed'): void => {
    cancelJumpWait()
    cancelJumpWait = asker.after(JUMP_WITHIN_MS, () => {
      send({ type })
    })
  }
  const awaitStatus = (ticket: number, answering: Promise<StatusAnswer>): void => {
    asker.awaitAnswer<EventOf<'statusAnswered'>>('statusAnswered', ticket, answering)
  }

  return (effect) => {
    switch (effect.do) {
      case 'requestSession':
        asker.awaitAnswer<EventOf<'sessionAnswered'>>('sessionAnswered', effect.ticket, askForSession(effect, deps))
        break
      case 'query':
        awaitStatus(effect.ticket, askStatus(asker.call, effect.out_contract_code))
        break
      case 'terminate':
        awaitStatus(effect.ticket, askToClose(asker.call, effect.out_contract_code))
        break
      case 'queryLater':
      case 'stopPolling':
      case 'tickLater':
      case 'waitAnew':
        asker.run(effect)
        break
      case 'jump':
        jump(effect, deps)
        waitForJump('jumpWaited')
        break
      case 'awaitLeaving':
        waitForJump('stayed')
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
  const failed = (reason: JumpFailure, errMsg: string): void => {
    if (reason !== 'refused') ports.warn(explainJump(reason, errMsg))
    send({ type: 'jumpFailed', reason })
  }
  const jumped = (): void => {
    send({ type: 'jumped' })
  }
  try {
    ports.jump(jumpTarget(session, settings), { jumped, failed })
  } catch (error) {
    failed('failed', String(error))
  }
}

const explainJump = (reason: string, errMsg: string): string =>
  reason === 'notListed' ? `${errMsg}: add the appid to navigateToMiniProgramAppIdList of app.json` : errMsg

function askForSession({ consent: agreed }: EffectOf<'requestSession'>, deps: EffectDeps): Promise<SessionAnswer> {
  const { asker, settings, displayAccount } = deps
  // Below the hash stands what differs between users.
  const textHash = agreed.slice(0, 64)
  const details = agreed.slice(65)
  const consent = details === '' ? { textHash } : { textHash, details }
  const input = displayAccount === '' ? { consent } : { consent, displayAccount }
  return requestSign(input, { call: asker.call, sleep: asker.sleep, settings })
}
