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

  it.each([
    ['the function ran out of time', rejection(-504003, 'Invoking task timed out after 3 seconds'), 'slow'],
    ['polling for the result timed out', rejection(-404012), 'slow'],
    ['the function is not there', rejection(-501000, 'FunctionName parameter could not be found'), 'unavailable'],
    ['the function is not permitted', rejection(-501023, 'permission denied'), 'unavailable'],
    ['the network is gone', rejection(-601003), 'offline'],
    ['the request failed on its way', rejection(-1, 'request:fail errcode:-118'), 'offline'],
    ['the request failed for want of time', rejection(-1, 'request:fail timeout'), 'slow'],
    ['the quota is used up', rejection(-501003), 'busy'],
    ['the function threw', rejection(-504002, 'boom'), 'systemError'],
    ['something that is no error at all', 'request:fail ', 'offline'],
    ['a plain error', new Error('boom'), 'systemError'],
    ['nothing', undefined, 'systemError'],
    ['null', null, 'systemError'],
  ])('%s', (_, error, kind) => {
    expect(troubleOfRejection(error).kind).toBe(kind)
  })

  it('waits a minute where WeChat asks for one', () => {
    expect(troubleOfRejection(rejection(-405015))).toMatchObject({ kind: 'busy', retryAfterMs: 60_000 })
  })
})
