import * as v from 'valibot'
import type { CallError } from '../../../../../typings/contract/results'
import { CallFailure, MerchantError, StoreError } from '../../../../../cloudfunctions/_shared/kernel/errors'
import { callable } from '../../../../../cloudfunctions/_shared/platform/doors/callable'
import type { CallableHost } from '../../../../../cloudfunctions/_shared/platform/hosts/ports'
import { createLog } from '../../../../../cloudfunctions/_shared/platform/log'
import { orderInput } from '../../../../../cloudfunctions/_shared/orders/orderInput'
import { ConfigError } from '../../../../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { preEntrustSignInput } from '../../../../../cloudfunctions/_shared/contracts/sign/preEntrustSignInput'
import { queryContractInput, terminateContractInput } from '../../../../../cloudfunctions/_shared/contracts/inputs'
import { NOW, OPENID, SETTINGS, TEXT_HASH } from '../../../../support/builders'
import { fakeDeps, tellsNobody } from '../../../../support/fakeDeps'

const CONTEXT = { OPENID, APPID: SETTINGS.appid }

function setUp(
  run: () => Promise<object>,
  changes: { context?: Record<string, unknown>; deps?: CallableHost['deps']; input?: v.GenericSchema } = {},
) {
  const lines: string[] = []
  const seen: unknown[] = []
  const host: CallableHost = {
    log: (functionName, requestId) =>
      createLog({ functionName, requestId, write: (line) => lines.push(line), nowMs: () => NOW }),
    wxContext: () => changes.context ?? CONTEXT,
    telling: tellsNobody,
    deps: changes.deps ?? (() => fakeDeps()),
  }
  const main = callable(
    {
      name: 'queryContract',
      input: changes.input ?? v.strictObject({ a: v.optional(v.string('expected text')) }),
      run: async (input, caller) => {
        seen.push({ input, caller })
        return run()
      },
    },
    host,
  )
  return { main, lines, seen }
}

const fine = () => Promise.resolve({ state: 'none' })
const errorOf = async (main: ReturnType<typeof setUp>['main'], event: unknown = {}): Promise<CallError> => {
  const result = await main(event, { request_id: 'req-1' })
  if (result.ok) throw new Error('expected a refusal')
  return result.error
}

describe('success', () => {
  it('is flat', async () => {
    expect(await setUp(fine).main({})).toEqual({ ok: true, state: 'none' })
  })
})

describe('the caller', () => {
  it('is who the platform says, whatever the event claims', async () => {
    const { main, seen } = setUp(fine)
    await main({ userInfo: { openId: 'oBob', appId: 'wxother' }, tcbContext: {}, a: 'x' })
    expect(seen).toEqual([{ input: { a: 'x' }, caller: { openid: OPENID } }])
  })

  it.each([{}, { OPENID: '' }, { APPID: SETTINGS.appid }])('is refused without an OPENID: %p', async (context) => {
    const { main, seen } = setUp(fine, { context })
    expect(await errorOf(main)).toMatchObject({ code: 'UNAUTHENTICATED' })
    expect(seen).toEqual([])
  })

  it('is refused when another mini-program is configured than the one that calls', async () => {
    const { main } = setUp(fine, { context: { OPENID, APPID: 'wxother' } })
    const error = await errorOf(main)
    expect(error).toMatchObject({ code: 'NOT_CONFIGURED' })
    expect(error.message).toContain('WXPAY_APPID')
  })

  it('may come without an APPID', async () => {
    expect(await setUp(fine, { context: { OPENID } }).main({})).toMatchObject({ ok: true })
  })
})

describe('the input', () => {
  it.each([
    ['an unknown key', { b: 1 }, 'b: is not known to this function; remove it'],
    ['a wrong type', { a: 1 }, 'a: expected text'],
  ])('with %s is refused by name', async (_, event, message) => {
    expect(await errorOf(setUp(fine).main, event)).toEqual({ code: 'INVALID_INPUT', message, requestId: 'req-1' })
  })

  it.each([
    ['an openid', 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'],
    ['a line of its own', 'a\nb'],
    ['as long as one likes', 'k'.repeat(5000)],
  ])('may have any key, and no line of the log repeats it: %s', async (_, key) => {
    const { main, lines } = setUp(fine)
    const { message } = await errorOf(main, { [key]: 1 })
    expect(message).toMatch(/^[\x20-\x7e]{1,64}: is not known to this function; remove it$/)
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { errorCode: 'INVALID_INPUT', explanation: 'event: has a key this function does not know' },
    ])
    expect(lines.join()).not.toContain(JSON.stringify(key).slice(1, -1))
  })

  it('may have it further in: the log names where', async () => {
    const { main, lines } = setUp(fine, { input: preEntrustSignInput })
    await errorOf(main, { consent: { textHash: TEXT_HASH, oBob: 1 } })
    expect(lines.join()).toContain('"consent: has a key this function does not know"')
    expect(lines.join()).not.toContain('oBob')
  })

  const sign = { consent: { textHash: TEXT_HASH } }
  it.each([
    [preEntrustSignInput, {}, 'consent: is missing'],
    [preEntrustSignInput, { consent: {} }, 'consent.textHash: is missing'],
    [
      preEntrustSignInput,
      { consent: { textHash: 'A'.repeat(64) } },
      'consent.textHash: expected a SHA-256 in 64 lower-case hex digits',
    ],
    [
      preEntrustSignInput,
      { consent: { ...sign.consent, extra: 1 } },
      'consent.extra: is not known to this function; remove it',
    ],
    [preEntrustSignInput, { ...sign, openid: 'oBob' }, 'openid: is not known to this function; remove it'],
    [preEntrustSignInput, { ...sign, displayAccount: 7 }, 'displayAccount: expected text'],
    [
      preEntrustSignInput,
      { ...sign, displayAccount: '小明😀' },
      'displayAccount: expected letters, digits and * _ - . · only; no blanks, no emoji',
    ],
    [
      preEntrustSignInput,
      { ...sign, displayAccount: '微'.repeat(11) },
      'displayAccount: expected at most 32 bytes in UTF-8, about 10 Chinese characters',
    ],
    [
      queryContractInput,
      { out_contract_code: '../x' },
      'out_contract_code: expected 1 to 32 letters and digits, as preEntrustSign gave it',
    ],
    [queryContractInput, { out_contract_code: { $gt: '' } }, 'out_contract_code: expected text'],
    [terminateContractInput, {}, 'out_contract_code: is missing'],
    [
      terminateContractInput,
      { out_contract_code: 'a', remark: '' },
      'remark: expected text of 1 to 256 bytes, or leave it out',
    ],
    [
      terminateContractInput,
      { out_contract_code: 'a', remark: '微'.repeat(86) },
      'remark: expected at most 256 bytes in UTF-8',
    ],
    [
      terminateContractInput,
      { out_contract_code: 'a', remark: 'bye 😀' },
      'remark: expected no emoji or other 4-byte characters',
    ],
    [
      terminateContractInput,
      { out_contract_code: 'a', remark: 'bye 😀'.slice(0, 5) },
      'remark: expected whole characters: half of a pair was left over where a text was cut',
    ],
    [
      terminateContractInput,
      { out_contract_code: 'a', remark: 'bye\u202e' },
      'remark: expected one line, without control characters and marks that turn the text around',
    ],
    [orderInput, {}, 'out_trade_no: is missing'],
    [orderInput, { out_trade_no: 'short' }, 'out_trade_no: expected 6 to 32 digits, letters, _, - or *'],
    [orderInput, { out_trade_no: 'x'.repeat(33) }, 'out_trade_no: expected 6 to 32 digits, letters, _, - or *'],
    [orderInput, { out_trade_no: 'ORDER/1' }, 'out_trade_no: expected 6 to 32 digits, letters, _, - or *'],
    [orderInput, { out_trade_no: { $gt: '' } }, 'out_trade_no: expected text'],
    [orderInput, { out_trade_no: 'ORDER-1', total: 1 }, 'total: is not known to this function; remove it'],
    [orderInput, { out_trade_no: 'ORDER-1', prepay_id: 'wx1' }, 'prepay_id: is not known to this function; remove it'],
  ])('of each function is checked before the flow is entered: %#', async (input, event, message) => {
    const { main, seen } = setUp(fine, { input })
    expect(await errorOf(main, event)).toMatchObject({ code: 'INVALID_INPUT', message })
    expect(seen).toEqual([])
  })

  it('of each function passes when it is right', async () => {
    for (const [input, event] of [
      [preEntrustSignInput, { ...sign, displayAccount: 'alice' }],
      [queryContractInput, {}],
      [terminateContractInput, { out_contract_code: 'a', remark: '微'.repeat(85) }],
    ] as const) {
      expect(await setUp(fine, { input }).main(event)).toMatchObject({ ok: true })
    }
  })
})

describe('an error', () => {
  it('that the page knows leaves with its code and its waiting time', async () => {
    const { main } = setUp(() => Promise.reject(new CallFailure('RATE_LIMITED', 'wait', 7000)))
    expect(await errorOf(main)).toEqual({
      code: 'RATE_LIMITED',
      message: 'wait',
      retryAfterMs: 7000,
      requestId: 'req-1',
    })
  })

  it('of the settings leaves as a plain message, and names and cures are in one log line', async () => {
    const problems = [{ name: 'WXPAY_MCHID', problem: 'is missing' }]
    const { main, lines } = setUp(fine, {
      deps: () => {
        throw new ConfigError(problems)
      },
    })
    const error = await errorOf(main)
    expect(error.code).toBe('NOT_CONFIGURED')
    expect(error.message).not.toContain('WXPAY')
    expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({ level: 'alert', problems }),
    ])
  })

  it('of the database leaves as STORE_FAILED', async () => {
    const { main } = setUp(() => Promise.reject(new StoreError('read contracts', 'code -1')))
    expect(await errorOf(main)).toEqual({
      code: 'STORE_FAILED',
      message: 'The database failed; call again',
      requestId: 'req-1',
    })
  })

  it("of the merchant's own code names its file, and the log its kind and place, never its text", async () => {
    const { main, lines } = setUp(() => Promise.reject(new MerchantError('orders.ts', new TypeError('of oAlice'))))
    const error = await errorOf(main)
    expect(error).toEqual({
      code: 'INTERNAL',
      message:
        'cloudfunctions/_shared/merchant/orders.ts threw an error; the log has its kind and place under this requestId',
      requestId: 'req-1',
    })
    expect(JSON.parse(lines.join(''))).toMatchObject({
      level: 'alert',
      operation: 'cloudfunctions/_shared/merchant/orders.ts threw an error',
      errorName: 'TypeError',
      stack: expect.arrayContaining([expect.stringContaining('callable.test.ts')]) as string[],
    })
    expect(lines.join('')).not.toContain('oAlice')
  })

  it("of the merchant's own code is answered where it was given the fields of an answer, too", async () => {
    const thrown = Object.assign(new Error('x'), { name: { of: 'oAlice' }, stack: ['oAlice'] })
    const { main, lines } = setUp(() => Promise.reject(new MerchantError('orders.ts', thrown)))
    expect(await errorOf(main)).toMatchObject({
      code: 'INTERNAL',
      message: expect.stringContaining('orders.ts') as string,
    })
    expect(lines).toHaveLength(1)
    expect(lines.join('')).not.toContain('oAlice')
  })

  it('nobody foresaw leaves without any detail, and its message is not logged', async () => {
    const { main, lines } = setUp(() => Promise.reject(new SyntaxError('Unexpected token in {"openid":"oAlice"}')))
    const error = await errorOf(main)
    expect(error.code).toBe('INTERNAL')
    expect(JSON.stringify(error) + lines.join('')).not.toContain('oAlice')
    expect(lines.join('')).toContain('SyntaxError')
  })

  it('that is no Error is INTERNAL too', async () => {
    // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- libraries do
    expect(await errorOf(setUp(() => Promise.reject('text')).main)).toMatchObject({ code: 'INTERNAL' })
  })

  it('can be found by a requestId even where the platform gives none', async () => {
    const { main, lines } = setUp(() => Promise.reject(new Error('x')))
    const result = await main({}, undefined)
    expect(result).toMatchObject({
      ok: false,
      error: { requestId: expect.stringMatching(/^[0-9a-f-]{36}$/) as string },
    })
    if (!result.ok) expect(lines.join('')).toContain(result.error.requestId)
  })
})
