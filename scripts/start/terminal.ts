// What a person reads in the terminal. Colours only where there is one.
import type { Actor } from '../../sandbox/journey/narrator'
import type { faultEnd } from '../../sandbox/journey/faultEnd'
import type { JourneyResult } from '../../sandbox/journey/journey'
import type { LocalWechat } from '../../sandbox/localWechat'
import type { Consent } from '../../typings/contract/callables'
import type { Phone } from '../../sandbox/phone/startPhone'

type FaultEnd = NonNullable<ReturnType<typeof faultEnd>>

const COLORS = { dim: 2, red: 31, green: 32, cyan: 36 } as const
type Paint = (color: keyof typeof COLORS, text: string) => string

export interface Terminal {
  line: (text?: string) => void
  hop: (who: Actor, text: string) => void
  paint: Paint
}

/** In China time, as the phone's page and WeChat Pay tell it. */
const CHINA_MS = 8 * 3_600_000
const clockTime = (ms: number): string => new Date(ms + CHINA_MS).toISOString().slice(11, 23)

/** @param nowMs by the clock of the local WeChat */
export function createTerminal(output: NodeJS.WriteStream, nowMs: () => number): Terminal {
  const hasColors = output.isTTY && process.env['NO_COLOR'] === undefined
  const paint: Paint = (color, text) => (hasColors ? `\u001b[${COLORS[color]}m${text}\u001b[0m` : text)
  const line = (text = '') => void output.write(`${text}\n`)
  const hop = (who: Actor, text: string) => {
    line(`${paint('dim', clockTime(nowMs()))}  ${paint('cyan', who.padEnd(10))}  ${text}`)
  }
  return { line, hop, paint }
}

/** The one address a newcomer needs. */
export function describePhone({ url }: Phone, { paint }: Terminal): string {
  return `${paint('green', 'The phone is at')}  ${paint('cyan', url)}\nOpen it in a browser: tick, tap, sign, come back.`
}

/** Addresses, and one call a newcomer can paste. */
export function describeLocal({ wechatPay, cloud, database }: LocalWechat): string {
  return [
    'The local WeChat is up, on this machine only:',
    '',
    `  WeChat Pay   ${wechatPay.url}   backup ${wechatPay.backupUrl}`,
    `  CloudBase    ${cloud.frontUrl}   callFunction: POST /call/<name>   timer, each minute; now: POST /timer/upkeep`,
    `  control      ${wechatPay.controlUrl}   GET lists every command`,
    `  database     ${database}`,
  ].join('\n')
}

/** @param end how a spoilt answer had to end, where it did */
export function describeResult(result: JourneyResult, end: FaultEnd | undefined, { paint }: Terminal): string {
  if (end)
    return `${paint('green', 'As it should:')} ${end.words} (${end.code}) · 如预期：${end.chinese}（${end.code}）`
  if (result.ok) return `${paint('green', 'Done:')} signed, confirmed, closed. Every signature on the way was checked.`
  return `${paint('red', 'Failed at:')} ${result.hop}\n  ${result.why}`
}

export function describeNext(local: LocalWechat, openid: string, consent: Consent): string {
  const { cloud, miniProgramAppid, wechatPay } = local
  const json = `-H 'content-type: application/json'`
  const user = `-H 'x-wx-openid: ${openid}' -H 'x-wx-appid: ${miniProgramAppid}'`
  return [
    'It stays up. Play the parts yourself, and watch here what happens:',
    '',
    `  curl ${json} ${user} \\`,
    `    -d '${JSON.stringify({ consent })}' ${cloud.frontUrl}/call/preEntrustSign`,
    `  curl ${json} -d '{"out_contract_code":"<code from above>"}' ${wechatPay.controlUrl}sign`,
    `  curl ${json} ${user} -d '{}' ${cloud.frontUrl}/call/queryContract`,
    '',
    'Ctrl-C ends it.',
  ].join('\n')
}
