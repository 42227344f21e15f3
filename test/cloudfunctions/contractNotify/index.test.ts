import { validEnv } from '../../support/buildersSettings'
import { notifyBody, notifyEvent } from '../../support/buildersNotify'
import { merchant, stranger, wechatPay } from '../../support/wechatPayPeer'

// A tripwire, not a stand-in: whoever loads the SDK here fails the test.
jest.mock('wx-server-sdk', () => {
  throw new Error('wx-server-sdk was loaded')
})
import { main } from '../../../cloudfunctions/contractNotify/index'

const before = { ...process.env }
let lines: string[]
beforeEach(() => {
  lines = []
  Object.assign(process.env, validEnv({ merchant, wechatPay }))
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
})
afterEach(() => {
  process.env = { ...before }
  jest.restoreAllMocks()
})

const body = notifyBody({ plaintext: { out_contract_code: 'code' } })

it('turns a forgery away without loading the SDK', async () => {
  const reply = await main(notifyEvent(body, { key: stranger.privateKey }))
  expect(reply).toMatchObject({ statusCode: 401, isBase64Encoded: false })
  expect(lines).toEqual([expect.stringContaining('"reason":"SIGNATURE_MISMATCH"')])
})

it('turns a mini-program user away without loading the SDK', async () => {
  Object.assign(process.env, { WX_CONTEXT_KEYS: 'WX_OPENID', WX_OPENID: 'oBob' })
  expect(await main(notifyEvent(body))).toMatchObject({ statusCode: 403 })
})

it('loads it for an authentic notification: the tripwire works', async () => {
  expect(await main(notifyEvent(body))).toMatchObject({ statusCode: 503 })
})
