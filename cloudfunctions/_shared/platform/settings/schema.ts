// Every setting with its form and its cure. One schema, so that all problems are found in one pass.
import type { X509Certificate } from 'node:crypto'
import * as v from 'valibot'
import type { EventMeaning } from '../../notify/ports'
import { hostProblem, OFFICIAL_HOSTS } from '../../wechatpay/hosts'
import {
  readApiV3Key,
  readPlatformCertificate,
  readPrivateKey,
  readPublicKey,
  readPublicKeyId,
  readSerial,
  SERIAL_FORM,
  type Read,
} from '../../wechatpay/keys'
import { notifyUrlProblem } from './notifyUrl'
import { readTokenKey } from './tokenKey'

/** Text through a reader that says what is wrong with it. `expected` is told when there is no text at all. */
const readBy = <T>(read: (text: string) => Read<T>, expected = 'a value') =>
  v.pipe(
    v.string(`is missing: ${expected}`),
    v.rawTransform<string, T>(({ dataset, addIssue, NEVER }) => {
      const result = read(dataset.value)
      if (result.ok) return result.value
      addIssue({ message: result.problem })
      return NEVER
    }),
  )

const text = (form: RegExp, expected: string) =>
  v.pipe(v.string(`is missing: ${expected}`), v.regex(form, `expected ${expected}`))

const ok = <T>(value: T) => ({ ok: true, value }) as const
const no = (problem: string) => ({ ok: false, problem }) as const

/** `tcb` puts what `.env` holds into JSON of its own, so JSON from there has to come as base64. */
const jsonText = (text: string): string => (text.startsWith('{') ? text : Buffer.from(text, 'base64').toString('utf8'))

function readJsonMap(json: string, example: string): Read<Record<string, string>> {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.string())), jsonText(json))
  return parsed.success ? ok(parsed.output) : no(`expected JSON like ${example}, or base64 of it`)
}

function readPlatformCertificates(json: string): Read<Record<string, X509Certificate>> {
  const map = readJsonMap(json, '{ "<serial>": "<PEM>" }')
  if (!map.ok) return map
  const read = Object.entries(map.value).map(([serial, pem]) => [serial, readPlatformCertificate(serial, pem)] as const)
  const problems = read.flatMap(([serial, result]) => (result.ok ? [] : [`${serial}: ${result.problem}`]))
  if (read.length === 0) return no('expected at least one certificate, or no such setting')
  if (problems.length > 0) return no(problems.join('; '))
  return ok(
    Object.fromEntries(read.flatMap(([, result]) => (result.ok ? [[result.value.serialNumber, result.value]] : []))),
  )
}

function readEventMap(json: string): Read<Record<string, EventMeaning>> {
  const example = '{ "<event_type>": "signed" or "terminated" }'
  const schema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), v.picklist(['signed', 'terminated'])))
  const parsed = v.safeParse(schema, jsonText(json))
  return parsed.success ? ok(parsed.output) : no(`expected JSON like ${example}, or base64 of it`)
}

function readTemplateId(digits: string): Read<number> {
  const id = /^[1-9][0-9]{0,15}$/.test(digits) ? Number(digits) : NaN
  return Number.isSafeInteger(id) ? ok(id) : no('expected the service_id or plan_id: a positive whole number')
}

/**
 * WeChat refuses an app's launch later than 2 minutes after the pre-sign, and says it may shorten that to 20 s.
 * @see https://pay.weixin.qq.com/doc/v2/partner/4016049199 (2025-09-18)
 */
const LAUNCH_SECONDS = { min: 15, max: 120 } as const

function readLaunchSeconds(digits: string): Read<number> {
  const { min, max } = LAUNCH_SECONDS
  const seconds = /^[0-9]{1,3}$/.test(digits) ? Number(digits) : NaN
  return seconds >= min && seconds <= max ? ok(seconds) : no(`expected seconds from ${min} to ${max}`)
}

const readNotifyUrl = (url: string): Read<string> => {
  const problem = notifyUrlProblem(url)
  return problem === undefined ? ok(url) : no(problem)
}

function readHosts(list: string): Read<string[]> {
  const hosts = splitList(list).map((host) => host.replace(/\/$/, ''))
  const problem = hosts.map(hostProblem).find((found) => found !== undefined)
  return problem === undefined && hosts.length > 0 ? ok(hosts) : no(problem ?? 'expected at least one base URL')
}

const APPID = /^wx[0-9a-z]{6,30}$/

function readAppids(list: string): Read<string[]> {
  const appids = splitList(list)
  const areAll = appids.length > 0 && appids.every((appid) => APPID.test(appid))
  return areAll ? ok(appids) : no('expected appids of mini-programs (wx...), separated by commas')
}

const splitList = (list: string): string[] =>
  list
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== '')

/** https://pay.weixin.qq.com/doc/v3/partner/4017177420 (2026-01-13): fixed for combine-papay, and the example of the others. */
const SIGNING_APPID = 'wxbd687630cd02ce1d'
const SIGNING_PATH = 'pages/index/index'

/** Known from https://pay.weixin.qq.com/doc/v3/partner/4012881605; those of the password-exempt family are unpublished. */
export const KNOWN_EVENTS: Readonly<Record<string, EventMeaning>> = {
  'ECOMMERCE_ENTRUST.SIGN': 'signed',
  'ECOMMERCE_ENTRUST.TERMINATE': 'terminated',
}

export const SettingsSchema = v.object({
  WXPAY_FAMILY: v.optional(
    v.picklist(['password-exempt', 'combine-papay'], 'expected password-exempt or combine-papay'),
    'password-exempt',
  ),
  WXPAY_MODE: v.optional(
    v.picklist(['normal', 'ecommerce', 'service-provider', 'qs'], 'expected normal, ecommerce, service-provider or qs'),
  ),
  WXPAY_MCHID: text(/^[0-9]{1,32}$/, 'the merchant number: digits'),
  WXPAY_APPID: text(APPID, 'the appid of the mini-program: wx and letters or digits'),
  WXPAY_SUB_MCHID: v.optional(text(/^[0-9]{1,32}$/, 'the merchant number of the sub-merchant: digits')),
  WXPAY_SUB_APPID: v.optional(text(APPID, 'the appid of the sub-merchant: wx and letters or digits')),
  WXPAY_TEMPLATE_ID: readBy(readTemplateId, 'the service_id or plan_id'),
  WXPAY_SERIAL: readBy(readSerial, SERIAL_FORM),
  WXPAY_PRIVATE_KEY: readBy(readPrivateKey, 'the text of apiclient_key.pem'),
  WXPAY_PUBLIC_KEY_ID: v.optional(readBy(readPublicKeyId)),
  WXPAY_PUBLIC_KEY: v.optional(readBy((text) => readPublicKey(text, 'WXPAY_PLATFORM_CERTS'))),
  WXPAY_PLATFORM_CERTS: v.optional(readBy(readPlatformCertificates)),
  WXPAY_API_V3_KEY: readBy(readApiV3Key, 'the APIv3 key, 32 ASCII characters'),
  WXPAY_API_V3_KEY_PREVIOUS: v.optional(readBy(readApiV3Key)),
  WXPAY_NOTIFY_URL: readBy(readNotifyUrl, 'the https address of contractNotify'),
  WXPAY_HOSTS: v.optional(readBy(readHosts), OFFICIAL_HOSTS.join(',')),
  WXPAY_EVENT_MAP: v.optional(readBy(readEventMap), '{}'),
  WXPAY_SIGN_APPIDS: v.optional(readBy(readAppids), SIGNING_APPID),
  WXPAY_SIGN_APPID: v.optional(text(APPID, 'the appid of the signing mini-program'), SIGNING_APPID),
  WXPAY_SIGN_PATH: v.optional(text(/^[^\s/][^\s]{0,255}$/, 'a page path without a leading slash'), SIGNING_PATH),
  WXPAY_CODE_PREFIX: v.optional(text(/^[0-9A-Za-z]{1,4}$/, 'at most 4 letters and digits')),
  WXPAY_APP_APPID: v.optional(text(APPID, 'the appid of the mobile app: wx and letters or digits')),
  WXPAY_APP_LAUNCH_SECONDS: v.optional(readBy(readLaunchSeconds), String(LAUNCH_SECONDS.max)),
  WXPAY_APP_JWT_KEY: v.optional(readBy(readTokenKey)),
  WXPAY_APP_JWT_ISSUER: v.optional(text(/^\S{1,256}$/, 'the "iss" of your login\'s tokens')),
  WXPAY_APP_JWT_AUDIENCE: v.optional(text(/^\S{1,256}$/, 'the "aud" of your login\'s tokens')),
  WXPAY_CHANGE_FUNCTION: v.optional(text(/^[A-Za-z][0-9A-Za-z_-]{0,59}$/, 'the name of a cloud function')),
})

export type RawSettings = v.InferOutput<typeof SettingsSchema>
export type SettingName = keyof RawSettings
