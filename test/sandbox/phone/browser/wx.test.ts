import { ApiFailure, asyncApi } from '../../../../sandbox/phone/browser/wx/async'
import { Listeners } from '../../../../sandbox/phone/browser/wx/listeners'
import { loud, makeCanIUse } from '../../../../sandbox/phone/browser/wx/loud'

describe('an asynchronous API', () => {
  const api = asyncApi<{ ok: boolean }>('doIt', ({ ok }) => {
    if (!ok) throw new ApiFailure('cancel', 7)
    return { value: 1 }
  })

  it('answers a promise without callbacks', async () => {
    await expect(api({ ok: true } as never)).resolves.toEqual({ errMsg: 'doIt:ok', value: 1 })
    await expect(api({ ok: false } as never)).rejects.toEqual({ errMsg: 'doIt:fail cancel', errCode: 7 })
  })

  it('answers callbacks, and then no promise that nobody would catch', async () => {
    const heard: unknown[] = []
    const tell = (name: string) => (answer: unknown) => heard.push([name, answer])
    const options = { ok: false, success: tell('success'), fail: tell('fail'), complete: tell('complete') }
    expect(api(options as never)).toBeUndefined()
    await new Promise(setImmediate)
    const failure = { errMsg: 'doIt:fail cancel', errCode: 7 }
    expect(heard).toEqual([
      ['fail', failure],
      ['complete', failure],
    ])
  })

  it('lets a mistake of its own through as it is', async () => {
    const broken = asyncApi('broken', () => {
      throw new TypeError('ours')
    })
    await expect(broken()).rejects.toThrow(TypeError)
  })
})

describe('a loud object', () => {
  it('tells and throws when something is asked for that is not there', () => {
    const told: string[] = []
    const wx = loud({ here: 1, empty: undefined }, ({ message }) => told.push(message))
    expect([wx.here, wx.empty]).toEqual([1, undefined])
    expect(() => (wx as Record<string, unknown>)['scanCode']).toThrow('wx.scanCode is not there on this phone')
    expect(told).toHaveLength(1)
  })

  it('can be asked without being hurt: canIUse, `in`, and what the language asks for itself', async () => {
    const fail = (): never => {
      throw new Error('told')
    }
    const wx = loud({ here: 1 }, fail)
    expect('scanCode' in wx).toBe(false)
    expect(await Promise.resolve(wx)).toBe(wx)
    const canIUse = makeCanIUse(() => ({ here: 1, gone: undefined, cloud: { init: 1 } }), new Set(['navigator']))
    expect(
      ['here', 'here.success.x', 'gone', 'scanCode', 'cloud.init', 'cloud.uploadFile', 'navigator.target'].map(canIUse),
    ).toEqual([true, true, false, false, true, false, true])
  })
})

it('one listener that throws keeps no other from hearing', () => {
  const listeners = new Listeners<number>()
  const heard: number[] = []
  const errors: unknown[] = []
  listeners.on(() => {
    throw new Error('x')
  })
  const listener = (event: number): void => void heard.push(event)
  listeners.on(listener)
  listeners.emit(1, (error) => errors.push(error))
  listeners.off(listener)
  listeners.emit(2, (error) => errors.push(error))
  expect([heard, errors.length]).toEqual([[1], 2])
})
