// How the server is asked, by the card and by the checkout alike: within a time, and again later.
import { pollDelayMs } from './confirmEntrust'
import type { JourneyPorts } from '../ports'
import type { Timers } from './timers'
import type { Troubled } from './trouble'

/** A call without an answer by then is told so; its answer still counts when it comes. */
const ANSWER_WITHIN_MS = 10_000
const TICK_MS = 1_000

/** What an asker tells by itself. */
export type AskerEvent = { type: 'waited' | 'pollDue'; ticket: number } | { type: 'ticked' }

/** `poll` is the number of the next question, `sinceMs` when the first was. */
export interface NextQuestion {
  ticket: number
  poll: number
  sinceMs: number
  atLeastMs: number
}

export interface Asker<Event> {
  /** @param answering never rejects */
  readonly awaitAnswer: <Answer extends { kind: string }>(
    ticket: number,
    answering: Promise<Answer | Troubled>,
    toEvent: (answer: Answer | Troubled) => Event,
  ) => void
  readonly queryLater: (next: NextQuestion) => void
  readonly stopPolling: () => void
  readonly tickLater: () => void
}

export function createAsker<Event>(
  ports: Pick<JourneyPorts, 'nowMs' | 'random' | 'warn'>,
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
    queryLater: ({ ticket, poll, sinceMs, atLeastMs }) => {
      cancelPoll()
      const ms = Math.max(atLeastMs, pollDelayMs(poll, ports.nowMs() - sinceMs, ports.random()))
      cancelPoll = sendAfter(ms, { type: 'pollDue', ticket })
    },
    stopPolling: () => {
      cancelPoll()
    },
    tickLater: () => {
      sendAfter(TICK_MS, { type: 'ticked' })
    },
  }
}

const isTroubled = (answer: { kind: string }): answer is Troubled => answer.kind === 'trouble'
