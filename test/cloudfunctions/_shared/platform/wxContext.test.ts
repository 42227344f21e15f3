import fc from 'fast-check'
import { readWxContext } from '../../../../cloudfunctions/_shared/platform/wxContext'
import type { Sdk } from '../../../support/cloudSdk'

const before = { ...process.env }
afterEach(() => {
  process.env = { ...before }
})

const NAMES = ['WX_OPENID', 'WX_APPID', 'WX_UNIONID', 'WX_FROM_OPENID', 'WX_CLIENTIP']
const value = fc.oneof(
  fc.constantFrom('oAlice', '', '007', '-12', '90071992547409931', 'wx1'),
  fc.string({ maxLength: 9 }),
)
const environments = fc.record({
  values: fc.dictionary(
    fc.constantFrom(...NAMES),
    value.filter((text) => !text.includes('\0')),
  ),
  told: fc.subarray(NAMES).map((names) => names.join(',')),
})

it('names the caller as getWXContext() of the real SDK does', () => {
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- its types are wrong
  const sdk = require('wx-server-sdk') as Sdk
  fc.assert(
    fc.property(environments, ({ values, told }) => {
      process.env = { ...before, ...values, ...(told !== '' && { WX_CONTEXT_KEYS: told }) }
      const { OPENID, APPID } = sdk.getWXContext()
      const ours = readWxContext(process.env)
      const asTheirs = (text: string | undefined) =>
        text !== undefined && /^-?\d+$/.test(text) ? parseInt(text) : text
      expect([asTheirs(ours['OPENID']), asTheirs(ours['APPID'])]).toEqual([OPENID, APPID])
    }),
  )
})

it('knows nobody where the platform tells of nobody', () => {
  expect(readWxContext({})).toEqual({})
  expect(readWxContext({ WX_OPENID: 'oAlice' })).toEqual({})
  expect(readWxContext({ WX_CONTEXT_KEYS: '', WX_OPENID: 'oAlice' })).toEqual({})
})

it('takes an id of digits for the text it is', () => {
  const env = { WX_CONTEXT_KEYS: 'WX_OPENID,WX_APPID', WX_OPENID: '90071992547409931' }
  expect(readWxContext(env)).toEqual({ OPENID: '90071992547409931' })
})
