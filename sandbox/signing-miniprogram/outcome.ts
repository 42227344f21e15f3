// What is said, and what is handed back to the merchant's mini-program.
import type { Contract } from './standIn'

export type Step = 'reading' | 'ask' | 'signed' | 'failed' | 'over'

interface Words {
  title: string
  body: string
}

export function wordsOf(step: Step, why: string): Words {
  switch (step) {
    case 'reading':
      return { title: '请稍候', body: '正在读取签约会话' }
    case 'ask':
      return { title: '是否同意签约？', body: '同意后，商户可按约定发起扣款' }
    case 'signed':
      return { title: '已同意签约', body: '点“完成”返回商户' }
    case 'failed':
      return { title: '签约失败', body: '此次签约未通过（模拟）' }
    case 'over':
      return { title: '无法签约', body: inWords(why) }
  }
}

/** What the stand-in of WeChat Pay refuses with, as a user would be told. */
const REASONS: readonly (readonly [RegExp, string])[] = [
  [/another user/, '该签约会话属于其他用户'],
  [/is over|^$/, '签约会话已失效，请重新发起'],
]

const inWords = (why: string): string => REASONS.find(([pattern]) => pattern.test(why))?.[1] ?? why

/**
 * `return_code` is SUCCESS or FAIL, and only what leaves by the page's own button carries it.
 * @see https://pay.weixin.qq.com/docs/merchant/apis/entrusted-payment/redirect-mini-program.html (read 2026-11-21)
 */
export function returnData(step: Step, contract: Contract | null, why: string): Record<string, string> {
  if (step !== 'signed') return { return_code: 'FAIL', return_msg: why }
  const id = contract?.contract_id
  return { return_code: 'SUCCESS', return_msg: 'OK', ...(id !== undefined && { contract_id: id }) }
}
