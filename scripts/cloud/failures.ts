// Why nothing can be learnt from the cloud, and what to do about it: one sentence each, in both languages.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { detailInChinese } from '../doctor/detailInChinese'
import type { FindingTexts } from '../doctor/findingText'
import { NoSuchEnvironment } from './readEnvironment'
import { CloudRefusal, CloudUnreachable } from './tc3Client'

export interface CloudFailure {
  kind: 'failure'
  /** Among the findings of a doctor, too. */
  id: CloudFailureId
  /** What exactly; it holds no secret. */
  detail?: string
}

export type CloudFailureId = keyof typeof CLOUD_FAILURE_TEXTS

export const failed = (id: CloudFailureId, detail?: string): CloudFailure => ({
  kind: 'failure',
  id,
  ...(detail !== undefined && { detail }),
})

/** @throws whatever is none of the cloud's */
export function cloudFailureOf(error: unknown): CloudFailure {
  const failure = cloudFailureIn(error)
  if (failure) return failure
  throw error
}

/** @returns undefined for what is none of the cloud's */
export function cloudFailureIn(error: unknown): CloudFailure | undefined {
  if (error instanceof NoSuchEnvironment) return failed('environment-unknown', error.message)
  if (error instanceof CloudRefusal) return refusalOf(error)
  if (error instanceof CloudUnreachable)
    return failed(/HTTP 429/.test(error.message) ? 'cloud-busy' : 'cloud-unreachable', error.message)
  return undefined
}

function refusalOf({ code, message, requestId }: CloudRefusal): CloudFailure {
  const whole = `${message}${requestId === '' ? '' : ` (RequestId ${requestId})`}`
  if (code.includes('UnauthorizedOperation')) return failed('right-missing', rightIn(message) ?? whole)
  if (code === 'AuthFailure.SignatureExpire') return failed('cloud-clock')
  if (code.startsWith('AuthFailure')) return failed('login-refused', code)
  if (code.startsWith('RequestLimitExceeded')) return failed('cloud-busy', code)
  return failed('cloud-refused', whole)
}

/** As CAM names it, such as `scf:CreateFunction`. */
const rightIn = (message: string): string | undefined => /\b(?:tcb|scf|flexdb|cos):\w+/.exec(message)?.[0]

const DEPLOYING = 'docs/deploying.md'
const NOT_LOOKED_AT: Words = { en: 'Nothing in the cloud could be looked at.', zh: '无法检查云端的任何内容。' }

const row = (what: Words, cure: Words) => ({ level: 'error', what, why: NOT_LOOKED_AT, cure, link: DEPLOYING }) as const

export const CLOUD_FAILURE_TEXTS = {
  'not-logged-in': row(
    { en: 'Nobody is logged in to the cloud on this machine', zh: '本机尚未登录云开发' },
    {
      en: 'Run npx tcb login, or set TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY.',
      zh: '运行 npx tcb login，或设置 TENCENTCLOUD_SECRETID 与 TENCENTCLOUD_SECRETKEY。',
    },
  ),
  'login-expired': row(
    { en: 'The login to the cloud has expired', zh: '云开发的登录已过期' },
    { en: 'Run npx tcb login again.', zh: '重新运行 npx tcb login。' },
  ),
  'login-refused': row(
    { en: 'The cloud refuses the login of this machine', zh: '云端拒绝了本机的登录凭证' },
    {
      en: 'Run npx tcb login again; with keys of your own (TENCENTCLOUD_SECRETID), check that they are enabled and copied whole.',
      zh: '重新运行 npx tcb login；使用自有密钥（TENCENTCLOUD_SECRETID）时，确认密钥已启用且复制完整。',
    },
  ),
  'cloud-clock': row(
    {
      en: 'The cloud says that the clock of this machine is more than five minutes wrong',
      zh: '云端指出本机时间误差超过五分钟',
    },
    { en: 'Set the clock, and run this again.', zh: '校准时间后重试。' },
  ),
  'environment-unknown': row(
    { en: 'The environment is not there', zh: '云开发环境不存在' },
    {
      en: 'Make ENV_ID in .env (or --env) one of those the account has, or log in with the account that has it.',
      zh: '将 .env 的 ENV_ID（或 --env）改为该账号拥有的环境 ID，或换用拥有该环境的账号登录。',
    },
  ),
  'right-missing': row(
    { en: 'This login lacks a right in the cloud', zh: '此登录缺少云端权限' },
    {
      en: 'Add it in CAM (访问管理), by QcloudTCBFullAccess and QcloudSCFFullAccess, or log in as the owner.',
      zh: '在访问管理（CAM）中授权（QcloudTCBFullAccess、QcloudSCFFullAccess），或使用主账号登录。',
    },
  ),
  'cloud-busy': row(
    { en: 'Tencent Cloud says that it is asked too often', zh: '对腾讯云的请求过于频繁' },
    { en: 'Wait a minute, and run this again.', zh: '请等一分钟后重试。' },
  ),
  'cloud-unreachable': row(
    { en: 'Tencent Cloud gives no usable answer', zh: '腾讯云没有可用的应答' },
    { en: 'Check the network and https_proxy, then run this again.', zh: '检查网络与 https_proxy 后重试。' },
  ),
  'cloud-refused': row(
    { en: 'Tencent Cloud refuses', zh: '腾讯云拒绝' },
    {
      en: 'Do what it says and run this again; where that does not help, ask its support and name the RequestId.',
      zh: '按其提示处理后重试；仍不行时，带上 RequestId 联系腾讯云支持。',
    },
  ),
} as const satisfies FindingTexts

/** In one sentence, and what to do. */
export function tellCloudFailure({ id, detail }: Omit<CloudFailure, 'kind'>, language: keyof Words): string {
  const { what, cure } = CLOUD_FAILURE_TEXTS[id]
  const isZh = language === 'zh'
  const [colon, stop] = isZh ? ['：', '。'] : [': ', '. ']
  const told = detail === undefined ? '' : colon + (isZh ? detailInChinese(detail) : detail)
  return `${what[language]}${told}${stop}${cure[language]}`
}
