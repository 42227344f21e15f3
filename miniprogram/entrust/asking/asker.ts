// How the server is asked, by the card and by the checkout alike: within a time, and again later.
import { pollDelayMs } from './confirmEntrust'
import type { AskingPorts } from './ports'
import type { Timers } from './timers'
import type { Troubled } from './trouble'

/** A call without an answer by then is told so; its answer still counts when it comes. */
const ANSWER_WITHIN_MS = 10_000
const TICK_MS = 1_000

/** What an asker tells by itself. */
export type AskerEvent =
  /** A call has had its time and no answer. */
  { type: 'waited'; ticket: number } | { type: 'pollDue'; ticket: number } | { type: 'ticked' }

/** What an asker is told to do. */
export type AskerEffect =
  /** `poll` is the number of the next question, `sinceMs` when the first was. */
  | { do: 'queryLater'; ticket: number; poll: number; sinceMs: number; atLeastMs: number }
  | { do: 'stopPolling' }
  | { do: 'tickLater' }

export interface Asker<Event> {
  /** @param answering never rejects */
  readonly awaitAnswer: <Answer extends { kind: string }>(
    ticket: number,
    answering: Promise<Answer | Troubled>,
    toEvent: (answer: Answer | Troubled) => Event,
  ) => void
  readonly run: (effect: AskerEffect) => void
}

export function createAsker<Event>(
  ports: Pick<AskingPorts, 'nowMs' | 'random' | 'warn'>,
  timers: Timers,
  send: (event: Event | AskerEvent) => void,
): Asker<Event> {
  let cancelPoll: () => void = () => undefined
  const sendAfter = (ms: number, event: AskerEvent): (() => void) =>
    timers.after(ms, () => {
      send(event)
    })
  return {
    awaitAnswer: (ticket, answering, toEvent) => {
      const cancel = sendAfter(ANSWER_WITHIN_MS, { type: 'waited', ticket })
      void answering.then((answer) => {
        cancel()
        // The developer's half of what went wrong; the user's half is a state.
        if (isTroubled(answer)) ports.warn(`${answer.trouble.kind}: ${answer.trouble.explanation}`)
        send(toEvent(answer))
      })
    },
    run: (effect) => {
      if (effect.do === 'tickLater') {
        sendAfter(TICK_MS, { type: 'ticked' })
        return
      }
      cancelPoll()
      if (effect.do === 'stopPolling') return
      const { ticket, poll, sinceMs, atLeastMs } = effect
      const ms = Math.max(atLeastMs, pollDelayMs(poll, ports.nowMs() - sinceMs, ports.random()))
      cancelPoll = sendAfter(ms, { type: 'pollDue', ticket })
    },
  }
}

const isTroubled = (answer: { kind: string }): answer is Troubled => answer.kind === 'trouble'
