import { failed, refused, type Trouble } from '../../../../miniprogram/entrust/asking/trouble'
import type { CallError, CallErrorCode } from '../../../../typings/contract/results'

const troubleOf = (error: CallError): Trouble => refused({ error }).trouble
const troubleOfRejection = (error: unknown): Trouble => failed(error).trouble

describe('a refusal', () => {
  it.each<[CallErrorCode, string]>([
    ['NOT_CONFIGURED', 'unavailable'],
    ['INVALID_INPUT', 'unavailable'],
    ['UNAUTHENTICATED', 'unavailable'],
    ['NOT_FOUND', 'notFound'],
    ['NOT_SIGNED', 'notSigned'],
    ['IN_FORCE', 'systemError'],
    ['IN_PROGRESS', 'inProgress'],
    ['RATE_LIMITED', 'busy'],
    ['WECHATPAY_REJECTED', 'unavailable'],
    ['WECHATPAY_UNREACHABLE', 'systemError'],
    ['WECHATPAY_UNTRUSTED', 'systemError'],
    ['STORE_FAILED', 'systemError'],
    ['INTERNAL', 'systemError'],
  ])('%s is %s', (code, kind) => {
    expect(troubleOf({ code, message: 'm', requestId: 'r' })).toMatchObject({ kind, requestId: 'r' })
  })

  it.each(['BRAND_NEW', 'toString', '__proto__'])('a code it does not know (%s) is an error like any other', (code) => {
    expect(troubleOf({ code: code as CallErrorCode, message: 'm', requestId: 'r' }).kind).toBe('systemError')
  })

  it('waits as long as it is told, within reason', () => {
    const limited = (retryAfterMs: number) =>
      troubleOf({ code: 'RATE_LIMITED', message: 'm', requestId: 'r', retryAfterMs }).retryAfterMs
    expect(limited(4_000)).toBe(4_000)
    expect(limited(1e12)).toBe(600_000)
    expect(limited(-5)).toBe(1_000)
    expect(limited(Number.NaN)).toBe(5_000)
    expect(troubleOf({ code: 'RATE_LIMITED', message: 'm', requestId: 'r' }).retryAfterMs).toBe(5_000)
  })

  it.each([
    {},
    null,
    undefined,
    'INTERNAL',
    { code: 'INTERNAL' },
    { code: 7, message: {}, requestId: 7, retryAfterMs: '9' },
  ])('of which anything may be missing or of another type (%j) has a text in every field', (error) => {
    const { kind, requestId, retryAfterMs, explanation } = refused({ error }).trouble
    expect([kind, requestId, retryAfterMs]).toEqual(['systemError', '', 5_000])
    expect(typeof explanation).toBe('string')
  })

  it('keeps the message for the developer', () => {
    expect(troubleOf({ code: 'INTERNAL', message: 'see the log', requestId: '' }).explanation).toBe(
      'INTERNAL: see the log',
    )
  })
})

describe('a call that failed', () => {
  const rejection = (errCode: number, text = '') => ({
    errCode,
    errMsg: `cloud.callFunction:fail Error: errCode: ${errCode} | errMsg: ${text}`,
  })

  /** As DevTools say it. */
  const wrapped = (errCode: number, text: string) => ({
    errCode: -404011,
    errMsg: `cloud.callFunction:fail requestID r, cloud function service error code ${errCode}, error message ${text}; at cloud.callFunction api;`,
  })

  it.each([
    ['the function ran out of time', rejection(-504003, 'Invoking task timed out after 3 seconds'), 'slow'],
    ['polling for the result timed out', rejection(-404012), 'slow'],
    ['the function is not there', rejection(-501000, 'FunctionName parameter could not be found'), 'unavailable'],
    ['the function is not permitted', rejection(-501023, 'permission denied'), 'unavailable'],
    ['the network is gone', rejection(-601003), 'offline'],
    ['the request failed on its way', rejection(-1, 'request:fail errcode:-118'), 'offline'],
    ['the request failed for want of time', rejection(-1, 'request:fail timeout'), 'slow'],
    ['the quota is used up', rejection(-501003), 'busy'],
    ['the function threw', rejection(-504002, 'boom'), 'unavailable'],
    ['something that is no error at all', 'request:fail ', 'offline'],
    ['a plain error', new Error('boom'), 'systemError'],
    ['nothing', undefined, 'systemError'],
    ['null', null, 'systemError'],
  ])('%s', (_, error, kind) => {
    expect(troubleOfRejection(error).kind).toBe(kind)
  })

  it.each([
    ['CloudBase is not opened', rejection(-601034, '没有权限，请先开通云开发或者云托管'), 'open CloudBase'],
    [
      'the cloud was never begun',
      { errCode: -1, errMsg: "cloud.callFunction:fail Cloud API isn't enabled, please call wx.cloud.init first" },
      'cloud.init',
    ],
    ['the environment is another one', wrapped(-501005, 'invalid scope'), 'cloudEnv'],
    ['the environment is not there', wrapped(-501000, 'Environment not found'), 'cloudEnv'],
    ['the function died', wrapped(-504002, 'Error: Cannot find module'), 'read its log'],
    ['DevTools are signed out', rejection(-601002, 'system error: access_token missing'), 'sign in to DevTools'],
    ['the same in words alone', { errMsg: 'cloud.callFunction:fail access_token missing' }, 'sign in to DevTools'],
    [
      'a code in the text alone',
      new Error('cloud.callFunction:fail Error: errCode: -501000 | errMsg: x'),
      'is it deployed',
    ],
    ['an environment in words alone', { errCode: -404011, errMsg: 'error message Environment not found' }, 'cloudEnv'],
    [
      'a permission missing inside what died',
      rejection(-504002, 'Error: errCode: -604101 | no permission'),
      'config.json',
    ],
    ['a permission missing inside', wrapped(-604101, 'function has no permission'), 'config.json'],
  ])('cannot be helped by asking again, and the developer is told what to do: %s', (_, error, hint) => {
    expect(troubleOfRejection(error)).toMatchObject({
      kind: 'unavailable',
      hint: expect.stringContaining(hint) as string,
      explanation: expect.stringContaining(hint) as string,
    })
  })

  it.each([
    ['what died of its time', rejection(-504002, 'errCode: -504003 | Invoking task timed out'), 'slow'],
    ['the function itself ran out of time', wrapped(-504003, 'Invoking task timed out'), 'slow'],
    ['a network that only the function missed', wrapped(-601003, 'ECONNRESET'), 'systemError'],
    ['a longer number', { errMsg: 'order -5010001' }, 'systemError'],
    ['a code that is a name of JavaScript', { errCode: 'constructor', errMsg: 'x' }, 'systemError'],
  ])('is told by the innermost code that means anything: %s', (_, error, kind) => {
    expect(troubleOfRejection(error).kind).toBe(kind)
  })

  it('waits a minute where WeChat asks for one', () => {
    expect(troubleOfRejection(rejection(-405015))).toMatchObject({ kind: 'busy', retryAfterMs: 60_000 })
  })
})
