// The door of server-only functions: a mac, in time, once; and nothing else counts.
import { createSecretKey } from 'node:crypto'
import * as v from 'valibot'
import { CallFailure } from '../../../../../cloudfunctions/_shared/kernel/errors'
import { serverCallable } from '../../../../../cloudfunctions/_shared/platform/doors/serverCallable'
import { createLog } from '../../../../../cloudfunctions/_shared/platform/log'
import { ConfigError } from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { NOW, sha256 } from '../../../../support/builders'
import { aSignedCall, CALL_KEY, type CallParts } from '../../../../support/buildersCalls'
import { tellsNobody } from '../../../../support/fakeDeps'
import { FakeStore } from '../../../../support/fakeStore'

const MINUTE = 60_000

let store: FakeStore
let lines: string[]
let ran: unknown[]
let callKey: () => ReturnType<typeof createSecretKey>
beforeEach(() => {
  store = new FakeStore()
  lines = []
  ran = []
  callKey = () => createSecretKey(Buffer.from(CALL_KEY, 'hex'))
})

const main = serverCallable(
  {
    name: 'contractAdmin',
    actions: {
      show: {
        input: v.strictObject({ code: v.pipe(v.string('expected text'), v.regex(/^[a-z]+$/, 'expected letters')) }),
        run: async (input: { code: string }) => {
          ran.push(input)
          if (input.code === 'missing') throw new CallFailure('NOT_FOUND', 'no such thing')
          return { shown: input.code }
        },
      },
    },
  },
  {
    log: (functionName, requestId) =>
      createLog({ functionName, requestId, write: (line) => lines.push(line), nowMs: () => NOW }),
    callKey: () => callKey(),
    telling: tellsNobody,
    deps: () => ({ store, clock: { nowMs: () => NOW }, sha256 }),
  },
)

const sign = (changes: Partial<CallParts> = {}, functionName?: string, key?: string) =>
  aSignedCall({ at: NOW, input: { code: 'abc' }, ...changes }, functionName, key)
const refusal = (code: string, message: RegExp) => ({
  ok: false,
  error: { code, message: expect.stringMatching(message) as string, requestId: expect.any(String) as string },
})
const NOT_GENUINE = refusal('UNAUTHENTICATED', /^mac: does not fit this call/)

describe('a call that is let in', () => {
  it('is answered flat, and its nonce is kept as a hash', async () => {
    const call = sign()
    expect(await main(call)).toEqual({ ok: true, shown: 'abc' })
    expect(store.all('call_nonces')).toEqual([{ _id: sha256(`contractAdmin:${String(call.nonce)}`), atMs: NOW }])
  })

  it.each([-5 * MINUTE, 5 * MINUTE])('may be signed %d ms off our clock', async (off) => {
    expect(await main(sign({ at: NOW + off }))).toMatchObject({ ok: true })
  })

  it('may have its keys in any order, and what the platform adds', async () => {
    const call = Object.fromEntries(Object.entries(sign()).reverse())
    expect(await main({ userInfo: { openId: 'oAlice' }, tcbContext: {}, ...call })).toMatchObject({ ok: true })
  })

  it('may carry the identity of a user, which nothing sees', async () => {
    const before = { ...process.env }
    Object.assign(process.env, { WX_CONTEXT_KEYS: 'WX_OPENID', WX_OPENID: 'oAlice', TCB_SOURCE: 'wx_client,scf' })
    expect(await main(sign())).toEqual({ ok: true, shown: 'abc' })
    process.env = before
    expect(ran).toEqual([{ code: 'abc' }])
  })

  it('is told in the log by function and action, and by nothing that was sent', async () => {
    const call = sign()
    await main(call, { request_id: 'req-1' })
    expect(lines.map((line) => JSON.parse(line) as object)).toEqual([
      expect.objectContaining({ event: 'action begun', function: 'contractAdmin', requestId: 'req-1', action: 'show' }),
      expect.objectContaining({ event: 'action done', function: 'contractAdmin', requestId: 'req-1', action: 'show' }),
    ])
    for (const secret of [call.mac, String(call.nonce), CALL_KEY, 'abc']) expect(lines.join()).not.toContain(secret)
  })

  it('ends as its action ends', async () => {
    expect(await main(sign({ input: { code: 'missing' } }))).toEqual(refusal('NOT_FOUND', /no such thing/))
  })
})

describe('refused, and nothing runs', () => {
  afterEach(() => expect(ran).toEqual([]))

  it.each<[what: string, make: () => object, answer: object]>([
    ['another key', () => sign({}, 'contractAdmin', 'f'.repeat(64)), NOT_GENUINE],
    ['a call of another function', () => sign({}, 'chargeContract'), NOT_GENUINE],
    ['another action than was signed', () => ({ ...sign(), action: 'erase' }), NOT_GENUINE],
    ['another input than was signed', () => ({ ...sign(), input: { code: 'xyz' } }), NOT_GENUINE],
    ['another time than was signed', () => ({ ...sign(), at: NOW + 1 }), NOT_GENUINE],
    ['another nonce than was signed', () => ({ ...sign(), nonce: 'x'.repeat(16) }), NOT_GENUINE],
    ['a mac of no form', () => ({ ...sign(), mac: 'x' }), NOT_GENUINE],
    ['no mac', () => ({ ...sign(), mac: undefined }), refusal('INVALID_INPUT', /^mac: is missing/)],
    ['nothing', () => ({}), refusal('INVALID_INPUT', /^action: is missing/)],
    ['no input', () => ({ ...sign(), input: [] }), refusal('INVALID_INPUT', /^input: expected a JSON object/)],
    ['a short nonce', () => sign({ nonce: 'x'.repeat(15) }), refusal('INVALID_INPUT', /^nonce: expected 16 to 64/)],
    ['a long nonce', () => sign({ nonce: 'x'.repeat(65) }), refusal('INVALID_INPUT', /^nonce: expected 16 to 64/)],
    ['a time in text', () => sign({ at: String(NOW) }), refusal('INVALID_INPUT', /^at: expected milliseconds/)],
    ['a key too many', () => ({ ...sign(), openid: 'oAlice' }), refusal('INVALID_INPUT', /^openid: is not known/)],
    ['an input without end', () => sign({ input: deep(40) }), refusal('INVALID_INPUT', /^input: .*32 levels/)],
  ])('%s: nonce not spent', async (_, make, answer) => {
    const event = JSON.parse(JSON.stringify(make())) as unknown
    expect(await main(event)).toEqual(answer)
    expect(store.all('call_nonces')).toEqual([])
  })

  it('an identity in place of a mac', async () => {
    const before = { ...process.env }
    Object.assign(process.env, { WX_CONTEXT_KEYS: 'WX_OPENID', WX_OPENID: 'oAdmin', TCB_SOURCE: 'wx_client' })
    const call = { ...sign(), mac: undefined, userInfo: { openId: 'oAdmin' } }
    expect(await main(call)).toEqual(refusal('INVALID_INPUT', /^mac: is missing/))
    process.env = before
  })

  it.each([
    [-5 * MINUTE - 1, /^at: signed 300 s ago, .*check the clock/],
    [5 * MINUTE + 1, /^at: signed 300 s ahead, .*check the clock/],
    [-180 * MINUTE, /^at: signed 10800 s ago/],
  ])('signed %d ms off our clock', async (off, message) => {
    expect(await main(sign({ at: NOW + off }))).toEqual(refusal('UNAUTHENTICATED', message))
    expect(store.all('call_nonces')).toEqual([])
  })

  it('a database that fails, so that nobody knows whether it was sent before', async () => {
    store.failNext('write')
    expect(await main(sign())).toEqual(refusal('STORE_FAILED', /database failed/))
  })

  it('no key', async () => {
    callKey = () => {
      throw new ConfigError([{ name: 'THE_KEY', problem: 'is missing: make one' }])
    }
    expect(await main(sign())).toEqual(refusal('NOT_CONFIGURED', /settings need attention/))
    expect(lines.join()).toContain('"problems":[{"name":"THE_KEY","problem":"is missing: make one"}]')
  })

  it.each<[what: string, changes: Partial<CallParts>, message: RegExp]>([
    ['an unknown action', { action: 'erase' }, /^action: expected show$/],
    ['an action that every object has', { action: 'toString' }, /^action: expected show$/],
    ['a wrong input', { input: { code: '1' } }, /^code: expected letters$/],
    ['an unknown key of the input', { input: { code: 'abc', force: true } }, /^force: is not known/],
    ['what only the platform adds, in the input', { input: { code: 'abc', userInfo: {} } }, /^userInfo: is not known/],
  ])('%s, though genuine: the nonce is spent', async (_, changes, message) => {
    expect(await main(sign(changes))).toEqual(refusal('INVALID_INPUT', message))
    expect(store.all('call_nonces')).toHaveLength(1)
  })

  it.each([
    ['an HTTP event', {}],
    ['one with a good call in it', sign()],
  ])('%s: 403', async (_, call) => {
    const reply = await main({ httpMethod: 'POST', headers: {}, body: JSON.stringify(call), ...call })
    expect(reply).toMatchObject({ statusCode: 403, isBase64Encoded: false })
    expect(reply).toHaveProperty('body', expect.stringMatching(/"code":"UNAUTHENTICATED".*Not over HTTP/))
    expect(store.all('call_nonces')).toEqual([])
  })
})

it('a call that was used is not used again, not even by two at once', async () => {
  const call = sign()
  const answers = await Promise.all([main(call), main(call), main(call)])
  expect(answers.filter((answer) => 'ok' in answer && answer.ok)).toHaveLength(1)
  expect(await main(call)).toEqual(refusal('UNAUTHENTICATED', /^nonce: used already; sign a new call/))
  expect(ran).toHaveLength(1)
})

it('no line tells what was sent, whatever is refused', async () => {
  const calls = [sign({}, 'f'), sign({ at: 0 }), sign({ action: 'secretly' }), sign({ input: { code: 'S3CRET' } })]
  for (const call of calls) await main(call)
  expect(lines).toHaveLength(4)
  for (const { mac, nonce } of calls) {
    for (const secret of [mac, String(nonce), 'S3CRET', 'secretly', CALL_KEY])
      expect(lines.join()).not.toContain(secret)
  }
})

function deep(levels: number): object {
  return levels === 0 ? {} : { a: deep(levels - 1) }
}
