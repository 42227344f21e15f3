// Tells what happens in the local WeChat as it happens: one line for each hop.
import type { LocalWechat } from '../localWechat'
import { spanText } from '../phone/texts/texts'
import { describeFigures } from '../upkeepFigures'
import { watchUpkeep } from '../watchUpkeep'
import { put, type Actor, type JourneyTexts } from './texts/texts'

export type Say = (who: Actor, text: string) => void

/** Tells of everything from now on, until the local WeChat is closed. */
export function narrate(local: LocalWechat, say: Say, texts: JourneyTexts): void {
  const { narration } = texts
  narrateWechatPay(local, say, texts)
  narrateCloud(local, say, texts)
  // The timer comes every minute: only what it did is news.
  watchUpkeep(local, (figures) => say('function', put(narration.timer, { what: describeRun(figures, texts) })))
  local.receiver?.events.on('received', ({ state, status, problem = '' }) => {
    const text = problem === '' ? narration.told : narration.toldInVain
    say('merchant', put(text, { state, problem, outcome: outcomeOf(texts, status) }))
  })
}

function narrateWechatPay({ wechatPay: { events, clock } }: LocalWechat, say: Say, texts: JourneyTexts): void {
  const { narration, units } = texts
  events.on('request', ({ method, path, status, code, ms, faults }) => {
    const values = { method, path: shorten(path), outcome: outcomeOf(texts, status, code, ...faults), ms }
    say('function', put(narration.request, values))
  })
  events.on('session', ({ pre_entrustweb_id, sessionExpiresAtMs }) => {
    const minutes = Math.round((sessionExpiresAtMs - clock.now()) / 60_000)
    say('wechatPay', put(narration.session, { id: shorten(pre_entrustweb_id), minutes }))
  })
  events.on('clockMoves', ({ byMs }) => say('clock', put(narration.clockMoves, { span: spanText(byMs, units) })))
  events.on('clockMoved', ({ movedMs }) => say('clock', put(narration.clockMoved, { span: spanText(movedMs, units) })))
  events.on('signed', ({ contract_id = '' }) => say('user', put(narration.signs, { id: contract_id })))
  events.on('paid', ({ total, password }) => {
    const text = password === 'notAsked' ? narration.paysUnasked : narration.pays
    say('user', put(text, { amount: (total / 100).toFixed(2) }))
  })
  events.on('terminated', ({ contract_termination_mode: mode = '' }) =>
    say('wechatPay', put(narration.ended, { mode })),
  )
  events.on('notificationAttempt', ({ event_type: type, attempt, status, ms, faults }) => {
    say('wechatPay', put(narration.notification, { type, attempt, outcome: outcomeOf(texts, status, ...faults), ms }))
  })
}

function narrateCloud({ cloud: { events } }: LocalWechat, say: Say, { narration }: JourneyTexts): void {
  const stateOf = (document: Readonly<Record<string, unknown>> | undefined): string => {
    const state = document?.['state']
    return typeof state === 'string' ? state : narration.noState
  }
  events.on('call', ({ trigger, functionName: name }) => {
    if (trigger === 'client') say('phone', put(narration.clientCalls, { name }))
    if (trigger === 'server') say('function', put(narration.serverCalls, { name }))
  })
  events.on('write', ({ collection, before, after }) => {
    const words = { contracts: narration.state, payments: narration.orderState }[collection]
    if (words === undefined || stateOf(before) === stateOf(after)) return
    say('database', put(words, { before: stateOf(before), after: stateOf(after) }))
  })
}

function describeRun(figures: Readonly<Record<string, unknown>> | undefined, texts: JourneyTexts): string {
  const { nothingToDo, upkeepFailed } = texts.narration
  return figures ? (describeFigures(figures, texts) ?? nothingToDo) : upkeepFailed
}

/** @param why code of a refusal, and what was spoilt on purpose: a status alone would look as if all were well */
const outcomeOf = ({ narration }: JourneyTexts, status = 0, ...why: readonly (string | undefined)[]): string =>
  [status === 0 ? narration.noAnswer : status, ...why].filter(Boolean).join(' ')

/** Codes and ids are long, and their first letters tell them apart. */
const shorten = (text: string): string => text.replace(/[0-9A-Za-z_]{20,}/g, (id) => `${id.slice(0, 6)}...`)
