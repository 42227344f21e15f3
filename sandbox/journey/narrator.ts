// Tells what happens in the local WeChat as it happens: one line for each hop.
import type { LocalWechat } from '../localWechat'
import { spanText } from '../phone/texts/texts'
import { describeFigures } from '../upkeepFigures'
import { watchUpkeep } from '../watchUpkeep'

export type Actor = 'phone' | 'function' | 'WeChat Pay' | 'user' | 'database' | 'merchant' | 'clock'
export type Say = (who: Actor, text: string) => void

/** Tells of everything from now on, until the local WeChat is closed. */
export function narrate(local: LocalWechat, say: Say): void {
  narrateWechatPay(local, say)
  narrateCloud(local, say)
  // The timer comes every minute: only what it did is news.
  watchUpkeep(local, (figures) => say('function', `timer ${describeRun(figures)}`))
  local.receiver?.events.on('received', ({ state, status, problem }) =>
    say('merchant', `is told ${state}${problem === undefined ? '' : `, ${problem}`}: ${outcome(status)}`),
  )
}

function narrateWechatPay({ wechatPay: { events, clock } }: LocalWechat, say: Say): void {
  events.on('request', ({ method, path, status, code, ms }) => {
    say('function', `signed ${method} ${shorten(path)}: ${outcome(status, code)}, ${ms} ms`)
  })
  events.on('session', ({ pre_entrustweb_id, sessionExpiresAtMs }) => {
    const minutes = Math.round((sessionExpiresAtMs - clock.now()) / 60_000)
    say('WeChat Pay', `session ${shorten(pre_entrustweb_id)} is open for ${minutes} minutes`)
  })
  events.on('clockMoves', ({ byMs }) => say('clock', `moves on ${spanText(byMs)}`))
  events.on('clockMoved', ({ movedMs }) => say('clock', `is ${spanText(movedMs)} ahead of this machine's`))
  events.on('signed', ({ contract_id = '' }) => say('user', `signs contract ${contract_id}`))
  events.on('terminated', ({ contract_termination_mode = '' }) =>
    say('WeChat Pay', `contract ended, ${contract_termination_mode}`),
  )
  events.on('notificationAttempt', ({ event_type, attempt, status, ms }) => {
    say('WeChat Pay', `notification ${event_type}, attempt ${attempt}: ${outcome(status)}, ${ms} ms`)
  })
}

function narrateCloud({ cloud: { events } }: LocalWechat, say: Say): void {
  events.on('call', ({ trigger, functionName }) => {
    if (trigger === 'client') say('phone', `callFunction ${functionName}`)
    if (trigger === 'server') say('function', `a server calls ${functionName}`)
  })
  events.on('write', ({ collection, before, after }) => {
    if (collection !== 'contracts' || stateOf(before) === stateOf(after)) return
    say('database', `contract ${stateOf(before)} -> ${stateOf(after)}`)
  })
}

const describeRun = (figures: Readonly<Record<string, unknown>> | undefined): string =>
  figures ? (describeFigures(figures) ?? 'found nothing to do') : 'could not do its work; --logs tells why'

const stateOf = (document: Readonly<Record<string, unknown>> | undefined): string => {
  const state = document?.['state']
  return typeof state === 'string' ? state : '(none)'
}

const outcome = (status = 0, code?: string): string =>
  status === 0 ? 'no answer' : [status, code].filter(Boolean).join(' ')

/** Codes and ids are long, and their first letters tell them apart. */
const shorten = (text: string): string => text.replace(/[0-9A-Za-z_]{20,}/g, (id) => `${id.slice(0, 6)}...`)
