// The machine of every page that asks the server, the card and the checkout alike: one state at a time, answers known by
// their ticket, questions by a plan; and the loop that takes events in, does the effects and shows each new state.
import { createAsker, type Asker, type AskerEffect, type AskerEvent } from './asker'
import { POLL_AT_MS } from './confirmEntrust'
import type { AskingPorts } from './ports'

/** The state, and what outlives states; a page adds its own. */
export interface Page<State> extends Asked {
  state: State
}

/** How far every page is with its questions. */
interface Asked {
  /** Number of the last call; an answer with another number is late and ignored. */
  ticket: number
  isWaiting: boolean
  isHidden: boolean
  polling: Polling
}

/** How far the plan of asking has come. */
interface Polling {
  /** When the first question was asked. */
  sinceMs: number
  asked: number
  /** Answers that said "not signed". */
  denials: number
}

export const UNASKED: Polling = { sinceMs: 0, asked: 0, denials: 0 }

export interface Step<P, Effect> {
  page: P
  effects: readonly Effect[]
}

/** The page with some of it changed. */
export const but = <P extends Asked>(page: P, change: Partial<P> | Partial<Asked>): P => Object.assign({}, page, change)

/** The same state, perhaps with something to be done. */
export const stay = <P, Effect>(page: P, ...effects: readonly Effect[]): Step<P, Effect> => ({ page, effects })

export const enter = <P extends Page<unknown>, Effect>(
  page: P,
  state: P['state'],
  ...effects: readonly Effect[]
): Step<P, Effect> => ({ page: Object.assign({}, page, { state }), effects })

/** One move after the other. */
export function then<P, Effect>(first: Step<P, Effect>, next: (page: P) => Step<P, Effect>): Step<P, Effect> {
  const { page, effects } = next(first.page)
  return { page, effects: first.effects.concat(effects) }
}

/** Enters a state that waits for a call. Whatever an earlier call brings is late from here on. */
export function ask<P extends Page<unknown>, Effect>(
  page: P,
  state: P['state'],
  call: (ticket: number) => Effect,
): Step<P, Effect> {
  const ticket = page.ticket + 1
  return enter(but(page, { ticket, isWaiting: true }), state, call(ticket))
}

/** An answer to a call that no longer matters. */
export const isLate = ({ ticket, isWaiting }: Asked, event: { ticket: number }): boolean =>
  !isWaiting || event.ticket !== ticket

/** Goes on from the answer to the call that waits. */
export const onAnswer = <P extends Asked, Effect>(
  page: P,
  event: { ticket: number },
  next: (page: P) => Step<P, Effect>,
): Step<P, Effect> => (isLate(page, event) ? stay(page) : next(but(page, { isWaiting: false })))

/** A page that nobody sees asks nothing. */
export const hide = <P extends Asked>(page: P): Step<P, AskerEffect> =>
  stay(but(page, { isHidden: true }), { do: 'stopPolling' })

/** The plan of asking begins, with its first question. */
export const pollFrom = <P extends Asked>(page: P, nowMs: number): P =>
  but(page, { polling: { sinceMs: nowMs, asked: 1, denials: 0 } })

/** The next question, later; `undefined` once all have been asked. */
export function pollOn<P extends Asked>(page: P, denials: number, atLeastMs: number): Step<P, AskerEffect> | undefined {
  const { ticket, isHidden } = page
  const { asked: poll, sinceMs } = page.polling
  if (poll >= POLL_AT_MS.length) return undefined
  const next = but(page, { polling: { sinceMs, asked: poll, denials } })
  return isHidden ? stay(next) : stay(next, { do: 'queryLater', ticket, poll, sinceMs, atLeastMs })
}

/** Its time has come. */
export function pollNow<P extends Page<unknown>, Effect>(
  page: P,
  due: { ticket: number },
  call: (ticket: number) => Effect,
): Step<P, Effect> {
  const { state, ticket, isWaiting, isHidden, polling } = page
  if (isWaiting || isHidden || due.ticket !== ticket) return stay(page)
  return ask(but(page, { polling: Object.assign({}, polling, { asked: polling.asked + 1 }) }), state, call)
}

interface Machine<P, Event> {
  readonly send: (event: Event) => void
  readonly page: () => P
  /** Clears every timer; whatever comes later finds nobody. */
  readonly stop: () => void
}

/** What the effects of a page are done with. */
export interface Tools<Event> {
  readonly send: (event: Event) => void
  readonly asker: Asker<Event>
}

interface Plan<P, Event, Effect> {
  first: P
  step: (page: P, event: Event | AskerEvent, nowMs: number) => Step<P, Effect>
  /** @returns does one effect, at once */
  runner: (tools: Tools<Event>) => (effect: Effect) => void
  /** Called once for each new state. */
  show: (page: P) => void
}

/** Effects run within the very call that brought the event, so a jump still belongs to its tap. */
export function startMachine<P extends Page<unknown>, Event, Effect>(
  { first, step, runner, show }: Plan<P, Event, Effect>,
  ports: AskingPorts,
): Machine<P, Event> {
  let page = first
  let isOver = false
  const send = oneByOne<Event | AskerEvent>((event) => {
    if (isOver) return
    const { state } = page
    const next = step(page, event, ports.nowMs())
    page = next.page
    next.effects.forEach(runSafely)
    if (page.state !== state) show(page)
  })
  // Whatever WeChat throws, the user sees the state they are in, with its way on.
  const runSafely = (effect: Effect): void => {
    try {
      run(effect)
    } catch (error) {
      ports.warn(String(error))
    }
  }
  const asker = createAsker<Event>(ports, send)
  const run = runner({ send, asker })
  return {
    send,
    page: () => page,
    stop: () => {
      isOver = true
      asker.stop()
    },
  }
}

/** An event that comes while another is worked on waits for its turn. */
function oneByOne<Event>(work: (event: Event) => void): (event: Event) => void {
  const queue: Event[] = []
  let isBusy = false
  return (event) => {
    queue.push(event)
    if (isBusy) return
    isBusy = true
    try {
      for (let next = queue.shift(); next; next = queue.shift()) work(next)
    } finally {
      isBusy = false
    }
  }
}
