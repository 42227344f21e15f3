import { callBy, callOf } from '../../../miniprogram/wx/callFunction'

const callFunction = callBy(callOf({ cloudEnv: '', localWechat: '' }))

/** Stands in for the phone: what the platform hands back as `result`. */
function phoneAnswers(result: unknown) {
  const calls: unknown[] = []
  const cloud = {
    callFunction: async (call: unknown) => {
      calls.push(call)
      return { result, errMsg: 'cloud.callFunction:ok' }
    },
  }
  Object.assign(globalThis, { wx: { cloud } })
  return calls
}

describe('callFunction', () => {
  it('hands over name and data, and gives back the answer', async () => {
    const calls = phoneAnswers({ ok: true, state: 'none' })
    expect(await callFunction('queryContract', {})).toEqual({ ok: true, state: 'none' })
    expect(calls).toEqual([{ name: 'queryContract', data: {} }])
  })

  it('names the environment with each call: the app around it may have begun with another', async () => {
    const calls = phoneAnswers({ ok: true, state: 'none' })
    await callBy(callOf({ cloudEnv: 'env-1', localWechat: '' }))('queryContract', {})
    expect(calls).toEqual([{ name: 'queryContract', data: {}, config: { env: 'env-1' } }])
  })

  it('goes another way where it is given one', async () => {
    const calls: unknown[] = []
    const other = callBy(async (call) => {
      calls.push(call)
      return { result: { ok: true, state: 'none' } }
    })
    expect(await other('queryContract', {})).toEqual({ ok: true, state: 'none' })
    expect(calls).toEqual([{ name: 'queryContract', data: {} }])
  })

  it('calls by the names they have online', async () => {
    const calls = phoneAnswers({ ok: true, state: 'none' })
    await callBy(callOf({ cloudEnv: '', functionPrefix: 'entrust-', localWechat: '' }))('queryContract', {})
    expect(calls).toEqual([{ name: 'entrust-queryContract', data: {} }])
  })

  it('gives back a refusal as it is', async () => {
    const refusal = { ok: false, error: { code: 'IN_PROGRESS', message: 'm', requestId: 'r' } }
    phoneAnswers(refusal)
    expect(await callFunction('queryContract', {})).toEqual(refusal)
  })

  it.each([
    ['nothing', undefined],
    ['null', null],
    ['text', 'ok'],
    ['an object of some other function', { code: 0 }],
    ['ok that is no boolean', { ok: 'true' }],
    ['a failure without an error', { ok: false }],
    ['a failure whose error has no code', { ok: false, error: {} }],
  ])('takes %s for no answer', async (_, result) => {
    phoneAnswers(result)
    expect(await callFunction('queryContract', {})).toMatchObject({ ok: false, error: { code: 'INTERNAL' } })
  })

  it('rejects when the call itself failed', async () => {
    const failed = Object.assign(new Error('cloud.callFunction:fail'), { errCode: -504003 })
    Object.assign(globalThis, { wx: { cloud: { callFunction: () => Promise.reject(failed) } } })
    const warn = jest.spyOn(console, 'warn').mockImplementation()
    await expect(callFunction('queryContract', {})).rejects.toBe(failed)
    // WeChat's own words do not say which of the functions it was.
    expect(warn.mock.calls).toEqual([['[entrust] queryContract failed']])
  })
})
