// What else of the user is in force, as rows that lead to a page of their own.
import type { EntrustStatus } from '../../../typings/contract/entrust'
import { timeOf } from '../../entrust/asking/confirmEntrust'
import { lineOf, type Line } from '../../entrust/view/lines'
import { formatDate, formatTime } from '../../entrust/view/places'

export interface OtherRow {
  url: string
  name: string
  line: Line
  /** A whole sentence, for screen readers. */
  spoken: string
}

type Given = Readonly<Record<string, unknown>>

/** @param given `otherContracts` of the functions, which may be older or newer than this page */
export const otherRows = (given: unknown, product: string): OtherRow[] =>
  (Array.isArray(given) ? given : [])
    .map(Object)
    .filter(hasCode)
    .map((other: Given) => rowOf(other, product))

const hasCode = ({ out_contract_code }: Given): boolean => /^\w+$/.test(textOf(out_contract_code))

function rowOf(other: Given, product: string): OtherRow {
  const { out_contract_code, sub_mchid } = other
  const name = merchantName(sub_mchid) || product
  const said = saidOf(other)
  return {
    url: `/pages/contract/other?out_contract_code=${textOf(out_contract_code)}&sub_mchid=${numberOf(sub_mchid)}`,
    name,
    line: lineOf(said),
    spoken: `查看${name}，${said}，按钮`,
  }
}

/** By its number: functions know no other name of it. Empty where there is none. */
export function merchantName(sub_mchid: unknown): string {
  const number = numberOf(sub_mchid)
  return number && `商户号 ${number}`
}

/** Of a state nobody here knows nothing is claimed. */
function saidOf({ state, signedAtMs, contractExpiresAtMs }: Given): string {
  const signed = timeOf(signedAtMs)
  const until = timeOf(contractExpiresAtMs)
  switch (state as EntrustStatus) {
    case 'signed':
      return (signed ? `${formatTime(signed)} 开通` : '已开通') + (until ? `，有效期至 ${formatDate(until)}` : '')
    case 'closing':
      return '关闭结果确认中'
    case 'terminated':
      return '已到期'
    default:
      return '请点击查看'
  }
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')
const numberOf = (value: unknown): string => (/^\d+$/.test(textOf(value)) ? textOf(value) : '')
