// Settings that are numbers.
import type { Read } from '../../../wechatpay/keys'
import { no, ok } from './text'

export function readTemplateId(digits: string): Read<number> {
  const id = /^[1-9][0-9]{0,15}$/.test(digits) ? Number(digits) : NaN
  return Number.isSafeInteger(id) ? ok(id) : no('expected the service_id or plan_id: a positive whole number')
}

/** 10 million yuan: more is a mistake. */
const MAX_FEN = 1_000_000_000

export function readFen(digits: string): Read<number> {
  const fen = /^[1-9][0-9]{0,9}$/.test(digits) ? Number(digits) : NaN
  return fen <= MAX_FEN ? ok(fen) : no(`expected fen, a whole number from 1 to ${MAX_FEN}`)
}

const MAX_DAYS = 3650

export const readDays =
  (min: number, max = MAX_DAYS) =>
  (digits: string): Read<number> => {
    const days = /^[1-9][0-9]{0,3}$/.test(digits) ? Number(digits) : NaN
    return days >= min && days <= max ? ok(days) : no(`expected days, a whole number from ${min} to ${max}`)
  }

/**
 * WeChat refuses an app's launch later than 2 minutes after the pre-sign, and says it may shorten that to 20 s.
 * @see https://pay.weixin.qq.com/doc/v2/partner/4016049199 (2025-09-18)
 */
export const LAUNCH_SECONDS = { min: 15, max: 120 } as const

export function readLaunchSeconds(digits: string): Read<number> {
  const { min, max } = LAUNCH_SECONDS
  const seconds = /^[0-9]{1,3}$/.test(digits) ? Number(digits) : NaN
  return seconds >= min && seconds <= max ? ok(seconds) : no(`expected seconds from ${min} to ${max}`)
}
