// When a journey with a spoilt answer has ended as it should.
import { faultEnd } from '../../../sandbox/journey/faultEnd'
import type { JourneyResult } from '../../../sandbox/journey/journey'
import type { LocalWechat } from '../../../sandbox/localWechat'

const failedWith = (code: string): JourneyResult => ({ ok: false, hop: 'opensSession', why: `got ${code}: words` })
const localWith = (...contracts: object[]) => ({ records: { all: async () => contracts } }) as unknown as LocalWechat
const kept = localWith({ state: 'REQUESTED' })

it.each([
  ['wrongSignature', 'WECHATPAY_UNTRUSTED'],
  ['reset', 'WECHATPAY_UNREACHABLE'],
  ['tooManyRequests', 'RATE_LIMITED'],
])('%s ends with %s', async (kind, code) => {
  expect(await faultEnd(kept, kind, failedWith(code))).toMatchObject({ code })
})

it.each<[string, LocalWechat, string, JourneyResult]>([
  ['it signed all the same', kept, 'wrongSignature', { ok: true }],
  ['the page was told something else', kept, 'wrongSignature', failedWith('WECHATPAY_UNREACHABLE')],
  ['it failed later on', kept, 'reset', { ok: false, hop: 'userSigns', why: 'WECHATPAY_UNREACHABLE: x' }],
  ['nothing was kept to repeat', localWith(), 'reset', failedWith('WECHATPAY_UNREACHABLE')],
  ['it was believed', localWith({ state: 'PRESIGNED' }), 'signtest', failedWith('WECHATPAY_UNTRUSTED')],
  ['a session was kept', localWith({ state: 'REQUESTED', session: {} }), 'signtest', failedWith('WECHATPAY_UNTRUSTED')],
  ['the fault spoils nothing', kept, 'delay', failedWith('WECHATPAY_UNTRUSTED')],
])('not as it should: %s', async (_, local, kind, result) => {
  expect(await faultEnd(local, kind, result)).toBeUndefined()
})
