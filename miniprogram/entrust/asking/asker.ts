// How the server is asked, by the card and by the checkout alike: within a time, and again later. A page has no other timers
// than these, so they can all be cleared at once when it goes.
import { pollDelayMs } from './confirmEntrust'
import type { After, AskingPorts, Call } from './ports'
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
  /** Someone has begun to wait for a call that was made before: it has its whole time from now on. */
  | { do: 'waitAnew'; ticket: number }

interface AnswerEvent {
  type: string
  ticket: number
  answer: { kind: string }
}

export interface Asker<Event> {
  /** Never throws: where WeChat does, the promise rejects. */
  readonly call: Call
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
  let cancelWait: () => void = () => undefined
  let cancelTick: () => void = () => undefined
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
  /** Only the last call is waited for: what the one before brings is late. */
  const waitFor = (ticket: number): void => {
    cancelWait()
    cancelWait = sendAfter(ANSWER_WITHIN_MS, { type: 'waited', ticket })
  }
  let last = 0
  return {
    // A half-failed start of WeChat throws where it promised a promise.
    call: (name, data) =>
      new Promise((resolve) => {
        resolve(ports.call(name, data))
      }),
    awaitAnswer: (type, ticket, answering) => {
      last = ticket
      waitFor(ticket)
      void answering.then((answer) => {
        if (ticket === last) cancelWait()
        // The developer's half of what went wrong; the user's half is a state.
        if (isTroubled(answer)) ports.warn(`${answer.trouble.kind}: ${answer.trouble.explanation}`)
        send({ type, ticket, answer } as Event & AnswerEvent)
      })
    },
    run: (effect) => {
      if (effect.do === 'waitAnew') {
        waitFor(effect.ticket)
        return
      }
      if (effect.do === 'tickLater') {
        cancelTick()
        cancelTick = sendAfter(TICK_MS, { type: 'ticked' })
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
