// On a Node that is too old nothing runs, and whoever looks learns why and what to do.
import { refusalOn } from '../../../../../cloudfunctions/_shared/platform/doors/oldNode'
import { createWechatPay } from '../../../../../cloudfunctions/_shared/wechatpay/client'
import { clientOptions } from '../../../../support/clients'

const CURE = /^this runs on Node \d+\.\d+; expected 18\.15 or newer\. .* cannot be changed: delete .* deploy it anew/

let lines: string[]
beforeEach(() => {
  lines = []
  jest.spyOn(process.stdout, 'write').mockImplementation((line) => lines.push(String(line)) > 0)
})
afterEach(() => jest.restoreAllMocks())

it.each(['v18.15.0', 'v18.20.4', 'v20.11.0', 'v20.19.1', 'v22.0.0', 'v26.1.0', ''])('Node %s is good', (version) => {
  expect(refusalOn(version, 'preEntrustSign')).toBeUndefined()
})

it.each(['v8.9.0', 'v10.15.3', 'v12.16.1', 'v14.18.0', 'v16.13.0', 'v17.9.1', 'v18.14.2'])(
  'Node %s is told to the caller and, in one line, to the log',
  async (version) => {
    const answer = await refusalOn(version, 'preEntrustSign')?.({ consent: {} }, { request_id: 'req-1' })
    const message = expect.stringMatching(CURE) as string
    expect(answer).toEqual({ ok: false, error: { code: 'NOT_CONFIGURED', message, requestId: 'req-1' } })
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      {
        level: 'alert',
        event: 'node is too old',
        function: 'preEntrustSign',
        requestId: 'req-1',
        at: expect.any(String) as string,
        explanation: message,
      },
    ])
  },
)

it('over HTTP it is 500, so that a notification is sent again, without particulars', async () => {
  const answer = await refusalOn('v16.13.0', 'contractNotify')?.({ httpMethod: 'POST', headers: {}, body: '{}' })
  expect(answer).toMatchObject({ statusCode: 500 })
  const body = (answer as { body: string }).body
  expect(JSON.parse(body)).toMatchObject({ code: 'FAIL', ok: false, error: { code: 'NOT_CONFIGURED' } })
  expect(body).not.toContain('16')
  expect(lines.join()).toContain('Node 16.13')
})

it.each([undefined, null, 7, 'text'])('an event that is none is answered too: %p', async (event) => {
  expect(await refusalOn('v16.13.0', 'x')?.(event, null)).toMatchObject({ ok: false })
})

describe('the client by itself', () => {
  const { version } = process
  afterEach(() => Object.defineProperty(process, 'version', { value: version }))

  it('tells it before anything else', () => {
    Object.defineProperty(process, 'version', { value: 'v16.13.0' })
    const make = () => createWechatPay(clientOptions(['http://127.0.0.1:1']))
    expect(make).toThrow(/node: this runs on Node 16\.13; expected 18\.15 or newer/)
  })
})
