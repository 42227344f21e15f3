// What a person reads in the terminal. Colours only where there is one.
import type { FaultEnd } from '../../sandbox/journey/faultEnd'
import type { JourneyResult } from '../../sandbox/journey/journey'
import { POSTGRES_VARIABLE } from '../../sandbox/cloud/postgres/findPostgres'
import { put, type Actor, type JourneyTexts } from '../../sandbox/journey/texts/texts'
import type { LocalWechat } from '../../sandbox/localWechat'
import type { Consent } from '../../typings/contract/callables'
import type { Phone } from '../../sandbox/phone/startPhone'
import { padRight, widest } from '../textTable'

const COLORS = { dim: 2, red: 31, green: 32, cyan: 36 } as const
type Paint = (color: keyof typeof COLORS, text: string) => string

export interface Terminal {
  line: (text?: string) => void
  hop: (who: Actor, text: string) => void
  paint: Paint
  /** In the language of whoever reads it. */
  texts: JourneyTexts
}

/** In China time, as the phone's page and WeChat Pay tell it. */
const CHINA_MS = 8 * 3_600_000
const clockTime = (ms: number): string => new Date(ms + CHINA_MS).toISOString().slice(11, 23)

/** @param nowMs by the clock of the local WeChat */
export function createTerminal(output: NodeJS.WriteStream, nowMs: () => number, texts: JourneyTexts): Terminal {
  const hasColors = output.isTTY && process.env['NO_COLOR'] === undefined
  const paint: Paint = (color, text) => (hasColors ? `\u001b[${COLORS[color]}m${text}\u001b[0m` : text)
  const line = (text = '') => void output.write(`${text}\n`)
  const actorColumns = widest(Object.values(texts.actors))
  const hop = (who: Actor, text: string) => {
    line(`${paint('dim', clockTime(nowMs()))}  ${paint('cyan', padRight(texts.actors[who], actorColumns))}  ${text}`)
  }
  return { line, hop, paint, texts }
}

/** The one address a newcomer needs. */
export function describePhone({ url }: Phone, { paint, texts: { terminal } }: Terminal): string {
  return `${paint('green', terminal.phoneAt)}  ${paint('cyan', url)}\n${terminal.openIt}`
}

/** Addresses, and one call a newcomer can paste. */
export function describeLocal({ wechatPay, cloud, database }: LocalWechat, { texts }: Terminal): string {
  const { terminal, actors } = texts
  const row = (name: string, text: string): string => `  ${padRight(name, 11)}  ${text}`
  return [
    terminal.isUp,
    '',
    row(actors.wechatPay, `${wechatPay.url}   ${terminal.backup} ${wechatPay.backupUrl}`),
    row('CloudBase', `${cloud.frontUrl}   ${terminal.callIt}`),
    row(terminal.control, `${wechatPay.controlUrl}   ${terminal.everyCommand}`),
    row(terminal.database, put(texts.databases[database.kind], { url: database.url, variable: POSTGRES_VARIABLE })),
  ].join('\n')
}

/** @param end how a spoilt answer had to end, where it did */
export function describeResult(result: JourneyResult, end: FaultEnd | undefined, { paint, texts }: Terminal): string {
  const { terminal, ends, hops } = texts
  if (end) return `${paint('green', terminal.asItShould)}${put(ends[end.words], { code: end.code })}`
  if (result.ok) return `${paint('green', terminal.done)}${terminal.doneWords}`
  return `${paint('red', terminal.failedAt)}${hops[result.hop]}\n  ${result.why}`
}

export function describeNext(local: LocalWechat, openid: string, consent: Consent, { texts }: Terminal): string {
  const { cloud, miniProgramAppid, wechatPay } = local
  const { terminal } = texts
  const json = `-H 'content-type: application/json'`
  const user = `-H 'x-wx-openid: ${openid}' -H 'x-wx-appid: ${miniProgramAppid}'`
  return [
    terminal.playOn,
    '',
    `  curl ${json} ${user} \\`,
    `    -d '${JSON.stringify({ consent })}' ${cloud.frontUrl}/call/preEntrustSign`,
    `  curl ${json} -d '{"out_contract_code":"${terminal.codeFromAbove}"}' ${wechatPay.controlUrl}sign`,
    `  curl ${json} ${user} -d '{}' ${cloud.frontUrl}/call/queryContract`,
    '',
    terminal.ctrlC,
  ].join('\n')
}
