// How the server is asked, by the card and by the checkout alike: within a time, and again later. A page has no other timers
// than these, so they can all be cleared at once when it goes.
import { pollDelayMs } from './confirmEntrust'
import type { After, AskingPorts } from './ports'
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

interface AnswerEvent {
  type: string
  ticket: number
  answer: { kind: string }
}

export interface Asker<Event> {
  /** Sends the event of that type, with the ticket and the answer. @param answering never rejects */
  readonly awaitAnswer: <Answered extends Extract<Event, AnswerEvent>>(
    type: Answered['type'],
    ticket: number,
    answering: Promise<Answered['answer']>,
  ) => void
  readonly run: (effect: AskerEffect) => void
  readonly after: After
  readonly sleep: (ms: number) => Promise<void>
  /** Clears every timer. */
  readonly stop: () => void
}

export function createAsker<Event>(ports: AskingPorts, send: (event: Event | AskerEvent) => void): Asker<Event> {
  const running = new Set<() => void>()
  let cancelPoll: () => void = () => undefined
  const after: After = (ms, run) => {
    const cancel = ports.after(ms, () => {
      running.delete(cancel)
      run()
    })
    running.add(cancel)
    return () => {
      running.delete(cancel)
      cancel()
    }
  }
  const sendAfter = (ms: number, event: AskerEvent): (() => void) =>
    after(ms, () => {
      send(event)
    })
  return {
    awaitAnswer: (type, ticket, answering) => {
      const cancel = sendAfter(ANSWER_WITHIN_MS, { type: 'waited', ticket })
      void answering.then((answer) => {
        cancel()
        // The developer's half of what went wrong; the user's half is a state.
        if (isTroubled(answer)) ports.warn(`${answer.trouble.kind}: ${answer.trouble.explanation}`)
        send({ type, ticket, answer } as Event & AnswerEvent)
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
    after,
    sleep: (ms) =>
      new Promise((resolve) => {
        after(ms, resolve)
      }),
    stop: () => {
      running.forEach((cancel) => {
        cancel()
      })
      running.clear()
    },
  }
}

const isTroubled = (answer: { kind: string }): answer is Troubled => answer.kind === 'trouble'
