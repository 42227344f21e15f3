// The merchant's server of the local WeChat, against what the standard's own library signs.
import { Webhook } from 'standardwebhooks'
import { SampleReceiver } from '../../../sandbox/receiver/sampleReceiver'

const NOW = Date.parse('2026-11-21T15:30:00+08:00')
const ID = 'code:SIGNED'
const BODY = JSON.stringify({
  type: 'contract.signed',
  timestamp: new Date(NOW).toISOString(),
  data: { id: ID, code: 'code', state: 'SIGNED', revision: 2 },
})

let receiver: SampleReceiver
beforeEach(async () => {
  receiver = await SampleReceiver.start(() => NOW)
})
afterEach(() => receiver.close())

interface Sent {
  atMs?: number
  body?: string
  secret?: string
  headers?: Record<string, string>
}

async function send({ atMs = NOW, body = BODY, secret = receiver.secret, headers = {} }: Sent = {}): Promise<number> {
  const signed = {
    'webhook-id': ID,
    'webhook-timestamp': String(Math.floor(atMs / 1000)),
    'webhook-signature': new Webhook(secret).sign(ID, new Date(atMs), BODY),
    ...headers,
  }
  const response = await fetch(receiver.url, { method: 'POST', headers: signed, body })
  return response.status
}

it('takes what is signed, and keeps what it was told', async () => {
  expect(await send()).toBe(204)
  const received = { post: '1', atMs: NOW, id: ID, state: 'SIGNED', code: 'code', revision: 2, status: 204 }
  expect(receiver.received).toEqual([received])
  expect(receiver.recorded('1')).toMatchObject({ received, headers: { 'webhook-id': ID } })
  expect(receiver.taken).toEqual([ID])
})

it('takes one signature of several', async () => {
  const right = new Webhook(receiver.secret).sign(ID, new Date(NOW), BODY)
  expect(await send({ headers: { 'webhook-signature': `v1,${'A'.repeat(43)}= v2,x ${right}` } })).toBe(204)
})

it.each<[string, () => Sent, string]>([
  ['a body that was changed', () => ({ body: BODY.replace('"code":"code"', '"code":"other"') }), 'does not match'],
  ['another secret', () => ({ secret: `whsec_${Buffer.alloc(32).toString('base64')}` }), 'does not match'],
  ['another id', () => ({ headers: { 'webhook-id': 'x' } }), 'does not match'],
  ['another version', () => ({ headers: { 'webhook-signature': 'v1a,AAAA' } }), 'does not match'],
  ['what is six minutes old', () => ({ atMs: NOW - 360_000 }), '360 s old, limit 300 s'],
  ['what is six minutes ahead', () => ({ atMs: NOW + 360_000 }), '360 s ahead'],
  ['milliseconds', () => ({ headers: { 'webhook-timestamp': String(NOW) } }), 'seconds since 1970'],
])('does not believe %s', async (_, sent, problem) => {
  expect(await send(sent())).toBe(401)
  expect(receiver.received).toEqual([
    expect.objectContaining({ status: 401, problem: expect.stringContaining(problem) as string }),
  ])
  expect(receiver.taken).toEqual([])
})

it('does not believe what has no signature at all', async () => {
  expect((await fetch(receiver.url, { method: 'POST', body: BODY })).status).toBe(401)
})

it('answers 503 when asked to, and takes it again afterwards', async () => {
  receiver.behave('answers 503')
  expect(await send()).toBe(503)
  receiver.behave('takes it')
  expect(await send()).toBe(204)
  expect(receiver.taken).toEqual([ID])
})

it('gives no answer when asked to, and can be closed all the same', async () => {
  receiver.behave('never answers')
  const asked = send()
  const failed = expect(asked).rejects.toThrow()
  while (receiver.received.length === 0) await new Promise((resolve) => receiver.events.once('received', resolve))
  await receiver.close()
  await failed
  expect(receiver.taken).toEqual([])
})
