// The key of server-only functions: its forms, who has it, and what is said where it is missing.
import { loadSettings } from '../../../../../cloudfunctions/_shared/platform/settings/load'
import { readCallKey } from '../../../../../cloudfunctions/_shared/platform/settings/forms/callKey'
import { ConfigError } from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { rsaPair, validEnv } from '../../../../support/buildersSettings'

const BYTES = Buffer.from('fbff'.padEnd(64, '7e'), 'hex')

it.each([
  ['hex', BYTES.toString('hex')],
  ['hex in upper case', BYTES.toString('hex').toUpperCase()],
  ['base64', BYTES.toString('base64')],
  ['base64 without padding', BYTES.toString('base64').replace('=', '')],
  ['base64url', BYTES.toString('base64url')],
  ['base64url with padding', `${BYTES.toString('base64url')}=`],
])('is 32 bytes in %s', (_, text) => {
  const read = readCallKey(text)
  expect(read.ok && read.value.export()).toEqual(BYTES)
  expect(JSON.stringify(read)).not.toContain(text)
})

it.each([
  ['31 bytes', BYTES.subarray(1).toString('hex')],
  ['33 bytes', `00${BYTES.toString('hex')}`],
  ['31 bytes in base64', BYTES.subarray(1).toString('base64')],
  ['both alphabets', `+_${'a'.repeat(41)}`],
  ['base64 with a bit too many', `${BYTES.toString('base64').slice(0, 42)}/=`],
  ['a blank in it', `${BYTES.toString('hex').slice(1)} `],
  ['a password', 'correct horse battery staple'],
  ['a text of 32 characters', 'x'.repeat(32)],
])('is not %s, and the refusal says how to make one, without the value', (_, text) => {
  const read = readCallKey(text)
  const problem = expect.stringContaining("randomBytes(32).toString('hex')") as string
  expect(read).toMatchObject({ ok: false, problem })
  expect(JSON.stringify(read)).not.toContain(text)
})

it('is read beside all that callables have, for contractAdmin asks WeChat Pay', () => {
  const valid = validEnv({ merchant: rsaPair(), wechatPay: rsaPair() })
  const settings = loadSettings({ ...valid, WXPAY_ADMIN_KEY: BYTES.toString('hex') }, 'admin')
  expect(settings.callKey.export()).toEqual(BYTES)
  const { apiV3Keys, ...others } = loadSettings(valid, 'callables')
  expect(settings).toMatchObject(others)
  // It opens what was set aside, beside a public key too.
  expect([apiV3Keys.length, settings.apiV3Keys.length]).toEqual([0, 1])
  expect(settings.eventMap).toMatchObject({ 'ECOMMERCE_ENTRUST.SIGN': 'signed' })
})

it('is named where it is missing', () => {
  const load = () => loadSettings({}, 'admin')
  expect(load).toThrow(ConfigError)
  expect(load).toThrow(/WXPAY_ADMIN_KEY: is missing: key that calls/)
})
