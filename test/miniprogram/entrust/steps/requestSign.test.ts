import type { Call } from '../../../../miniprogram/entrust/asking/ports'
import { requestSign } from '../../../../miniprogram/entrust/steps/requestSign'
import { SESSION, TEXT_HASH } from '../../support/journeys'

const INPUT = { consent: { textHash: TEXT_HASH } }
const settings = { signAppids: [SESSION.sign_mp_appid] }
const inProgress = { ok: false, error: { code: 'IN_PROGRESS', message: 'm', requestId: 'r' } }

function ask(...answers: unknown[]) {
  const calls: unknown[] = []
  const slept: number[] = []
  const call = ((name: string, data: unknown) => {
    calls.push({ name, data })
    const answer = answers[Math.min(calls.length, answers.length) - 1]
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  }) as Call
  const sleep = (ms: number): Promise<void> => {
    slept.push(ms)
    return Promise.resolve()
  }
  return { calls, slept, answer: requestSign(INPUT, { call, sleep, settings }) }
}

describe('requestSign', () => {
  it('gives the session', async () => {
    const { calls, answer } = ask({ ok: true, state: 'inProgress', ...SESSION })
    expect(await answer).toMatchObject({ kind: 'session', session: SESSION })
    expect(calls).toEqual([{ name: 'preEntrustSign', data: INPUT }])
  })

  it.each([
    ['signed', 'alreadySigned'],
    ['closing', 'closing'],
  ])('tells %s as %s', async (state, kind) => {
    expect(await ask({ ok: true, state, out_contract_code: 'c' }).answer).toEqual({ kind, out_contract_code: 'c' })
  })

  it('is patient while another call is at work on the contract, then gives up', async () => {
    const { calls, slept, answer } = ask(inProgress)
    expect(await answer).toMatchObject({ kind: 'trouble', trouble: { kind: 'inProgress' } })
    expect(calls).toHaveLength(4)
    // Well inside the ten seconds after which the page says that it takes long.
    expect(slept.reduce((sum, ms) => sum + ms)).toBeLessThanOrEqual(5_000)
  })

  it('takes the session as soon as the other call is done', async () => {
    const { calls, answer } = ask(inProgress, { ok: true, state: 'inProgress', ...SESSION })
    expect(await answer).toMatchObject({ kind: 'session' })
    expect(calls).toHaveLength(2)
  })

  it('does not repeat any other refusal', async () => {
    const { calls, answer } = ask({ ok: false, error: { code: 'WECHATPAY_REJECTED', message: 'm', requestId: 'r' } })
    expect(await answer).toMatchObject({ kind: 'trouble', trouble: { kind: 'unavailable' } })
    expect(calls).toHaveLength(1)
  })

  it('refuses a session that leads to a mini-program not on the list', async () => {
    const { answer } = ask({ ok: true, state: 'inProgress', ...SESSION, sign_mp_appid: 'wx0000000000000666' })
    expect(await answer).toMatchObject({
      kind: 'trouble',
      trouble: { kind: 'unavailable', explanation: expect.stringContaining('signAppids') as string },
    })
  })

  it.each(['sign_mp_appid', 'sign_mp_path', 'pre_entrustweb_id', 'out_contract_code'])(
    'refuses a session without %s',
    async (field) => {
      const { answer } = ask({ ok: true, state: 'inProgress', ...SESSION, [field]: undefined })
      expect(await answer).toMatchObject({ kind: 'trouble', trouble: { kind: 'unreadable' } })
    },
  )

  it.each([
    ['a state of no known name', { state: 'opened', out_contract_code: 'c' }],
    ['no state', {}],
    ['signed without a code', { state: 'signed' }],
  ])('refuses %s', async (_, output) => {
    expect(await ask({ ok: true, ...output }).answer).toMatchObject({
      kind: 'trouble',
      trouble: { kind: 'unreadable' },
    })
  })

  it('never rejects', async () => {
    const lost = Object.assign(new Error('x'), { errCode: -601003 })
    expect(await ask(lost).answer).toMatchObject({ kind: 'trouble', trouble: { kind: 'offline' } })
  })
})
