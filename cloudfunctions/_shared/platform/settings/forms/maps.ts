// Settings that are JSON maps. A map may come as base64 of its JSON: not every way into an environment keeps quotes.
import * as v from 'valibot'
import type { X509Certificate } from 'node:crypto'
import type { EventMeaning } from '../../../notify/ports'
import { entryName, readPlatformCertificate, type Read } from '../../../wechatpay/keys'
import { no, ok } from './text'

/** The JSON itself, out of its base64 where it is in one. */
const jsonText = (text: string): string => (text.startsWith('{') ? text : Buffer.from(text, 'base64').toString('utf8'))

const map = <T>(value: v.GenericSchema<unknown, T>, example: string) => {
  const schema = v.pipe(v.string(), v.parseJson(), v.record(v.string(), value))
  return (text: string): Read<Record<string, T>> => {
    const parsed = v.safeParse(schema, jsonText(text))
    return parsed.success ? ok(parsed.output) : no(`expected JSON like ${example}, or base64 of it`)
  }
}

export const readTextMap = map(v.string(), '{ "<serial>": "<PEM>" }')

/** Platform certificates by serial: each filed under its own. */
export function readPlatformCertificates(json: string): Read<Record<string, X509Certificate>> {
  const given = readTextMap(json)
  if (!given.ok) return given
  const read = Object.entries(given.value).map(
    ([serial, pem]) => [serial, readPlatformCertificate(serial, pem)] as const,
  )
  const problems = read.flatMap(([serial, result], index) =>
    result.ok ? [] : [`${entryName(serial, index)}: ${result.problem}`],
  )
  if (read.length === 0) return no('expected at least one certificate, or no such setting')
  if (problems.length > 0) return no(problems.join('; '))
  const certificates = read.flatMap(([, result]) => (result.ok ? [result.value] : []))
  return ok(Object.fromEntries(certificates.map((certificate) => [certificate.serialNumber, certificate])))
}

export const readEventMap = map<EventMeaning>(
  v.picklist(['signed', 'terminated']),
  '{ "<event_type>": "signed" or "terminated" }',
)

/** Known from https://pay.weixin.qq.com/doc/v3/partner/4012881605; those of the password-exempt family are unpublished. */
export const KNOWN_EVENTS: Readonly<Record<string, EventMeaning>> = {
  'ECOMMERCE_ENTRUST.SIGN': 'signed',
  'ECOMMERCE_ENTRUST.TERMINATE': 'terminated',
}
