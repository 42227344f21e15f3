// Why nothing can be learnt from the cloud, and what to do about it: one sentence each, in both languages.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import type { FindingTexts } from '../doctor/findingText'
import { NoSuchEnvironment } from './readEnvironment'
import { CloudRefusal, CloudUnreachable } from './tc3Client'

export type CloudFailure =
  | { kind: 'notLoggedIn' | 'loginExpired'; detail?: string }
  | { kind: 'loginRefused' | 'unknownEnvironment' | 'refused' | 'unreachable'; detail: string }

/** @throws whatever is none of the cloud's */
export function cloudFailureOf(error: unknown): CloudFailure {
  if (error instanceof NoSuchEnvironment) return { kind: 'unknownEnvironment', detail: error.message }
  if (error instanceof CloudRefusal)
    return { kind: error.code.startsWith('AuthFailure') ? 'loginRefused' : 'refused', detail: error.message }
  if (error instanceof CloudUnreachable) return { kind: 'unreachable', detail: error.message }
  throw error
}

const DEPLOYING = 'docs/deploying.md'
const NOT_LOOKED_AT: Words = { en: 'Nothing in the cloud could be looked at.', zh: '无法检查云端的任何内容。' }

export const CLOUD_FAILURE_TEXTS = {
  'not-logged-in': {
    level: 'error',
    what: { en: 'Nobody is logged in to the cloud on this machine', zh: '本机尚未登录云开发' },
    why: NOT_LOOKED_AT,
    cure: {
      en: 'Run npx tcb login, or set TENCENTCLOUD_SECRETID and TENCENTCLOUD_SECRETKEY.',
      zh: '运行 npx tcb login，或设置 TENCENTCLOUD_SECRETID 与 TENCENTCLOUD_SECRETKEY。',
    },
    link: DEPLOYING,
  },
  'login-expired': {
    level: 'error',
    what: { en: 'The login to the cloud has expired', zh: '云开发的登录已过期' },
    why: NOT_LOOKED_AT,
    cure: { en: 'Run npx tcb login again.', zh: '重新运行 npx tcb login。' },
    link: DEPLOYING,
  },
  'login-refused': {
    level: 'error',
    what: { en: 'The cloud refuses the login of this machine', zh: '云端拒绝了本机的登录凭证' },
    why: NOT_LOOKED_AT,
    cure: {
      en: 'Run npx tcb login again; with keys of your own, check that they are enabled and copied whole.',
      zh: '重新运行 npx tcb login；使用自有密钥时，确认密钥已启用且复制完整。',
    },
    link: DEPLOYING,
  },
  'environment-unknown': {
    level: 'error',
    what: { en: 'The environment of .env is not there', zh: '.env 中的云开发环境不存在' },
    why: NOT_LOOKED_AT,
    cure: {
      en: 'Make ENV_ID one of those the account has, or log in with the account that has it.',
      zh: '将 ENV_ID 改为该账号拥有的环境 ID，或换用拥有该环境的账号登录。',
    },
    link: DEPLOYING,
  },
  'cloud-refused': {
    level: 'error',
    what: { en: 'The cloud refuses to say what it holds', zh: '云端拒绝提供环境信息' },
    why: NOT_LOOKED_AT,
    cure: {
      en: 'Give the user of these keys the right the message names, in CAM (访问管理), or log in as the owner.',
      zh: '在访问管理（CAM）中为该密钥的用户授予提示中的权限，或使用主账号登录。',
    },
    link: DEPLOYING,
  },
  'cloud-unreachable': {
    level: 'error',
    what: { en: 'Tencent Cloud gives no usable answer', zh: '腾讯云没有可用的应答' },
    why: NOT_LOOKED_AT,
    cure: { en: 'Check network and proxy, then try again.', zh: '检查网络与代理后重试。' },
    link: DEPLOYING,
  },
} as const satisfies FindingTexts

/** Its id among the findings. */
export const CLOUD_FAILURES = {
  notLoggedIn: 'not-logged-in',
  loginExpired: 'login-expired',
  loginRefused: 'login-refused',
  unknownEnvironment: 'environment-unknown',
  refused: 'cloud-refused',
  unreachable: 'cloud-unreachable',
} as const satisfies Readonly<Record<CloudFailure['kind'], keyof typeof CLOUD_FAILURE_TEXTS>>

/** In one sentence, and what to do. */
export function tellCloudFailure(failure: CloudFailure, language: keyof Words): string {
  const { what, cure } = CLOUD_FAILURE_TEXTS[CLOUD_FAILURES[failure.kind]]
  const [colon, stop] = language === 'zh' ? ['：', '。'] : [': ', '. ']
  return `${what[language]}${failure.detail === undefined ? '' : colon + failure.detail}${stop}${cure[language]}`
}
