import fc from 'fast-check'
import { askStatus, askToClose, pollDelayMs, POLL_AT_MS } from '../../../../miniprogram/entrust/asking/confirmEntrust'
import type { Call } from '../../../../miniprogram/entrust/asking/ports'

const answering = (answer: unknown): { call: Call; calls: unknown[] } => {
  const calls: unknown[] = []
  const call = ((name: string, data: unknown) => {
    calls.push({ name, data })
    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
  }) as Call
  return { call, calls }
}

describe('pollDelayMs', () => {
  it('asks at 0, 1, 2, 4, 7, 12 and 20 s', () => {
    expect(POLL_AT_MS).toEqual([0, 1_000, 2_000, 4_000, 7_000, 12_000, 20_000])
    expect(POLL_AT_MS.map((_, poll) => pollDelayMs(poll, 0, 0.5))).toEqual(POLL_AT_MS)
  })

  it('takes off what the answers took', () => {
    expect(pollDelayMs(3, 2_700, 0.5)).toBe(1_300)
  })

  it('asks at once when the time has passed already', () => {
    expect(pollDelayMs(3, 60_000, 0.5)).toBe(0)
  })

  it.each([
    [0, 6_400],
    [0.5, 7_000],
    [0.999_999, 7_600],
  ])('moves a question by at most a fifth of its gap (random %d)', (random, ms) => {
    expect(pollDelayMs(4, 0, random)).toBeCloseTo(ms, 0)
  })

  it('is never negative, and never later than the plan allows', () => {
    const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.nat(60_000), random, (poll, elapsedMs, r) => {
        const ms = pollDelayMs(poll, elapsedMs, r)
        expect(ms).toBeGreaterThanOrEqual(0)
        expect(ms).toBeLessThanOrEqual((POLL_AT_MS[poll] ?? 0) * 1.2)
      }),
    )
  })
})

describe('askStatus', () => {
  it('asks about the code of the attempt', async () => {
    const { call, calls } = answering({ ok: true, state: 'signed', out_contract_code: 'c', signedAtMs: 1 })
    expect(await askStatus(call, 'c')).toEqual({
      kind: 'status',
      status: { ok: true, state: 'signed', out_contract_code: 'c', signedAtMs: 1 },
    })
    expect(calls).toEqual([{ name: 'queryContract', data: { out_contract_code: 'c' } }])
  })

  it('asks about the current contract without one', async () => {
    const { call, calls } = answering({ ok: true, state: 'none' })
    await askStatus(call, undefined)
    expect(calls).toEqual([{ name: 'queryContract', data: {} }])
  })

  it.each(['SIGNED', '', null, undefined, true, 'toString', 'constructor'])(
    'takes a state it does not know (%p) for unreadable, never for an answer',
    async (state) => {
      const { call } = answering({ ok: true, state })
      expect(await askStatus(call, 'c')).toMatchObject({ kind: 'trouble', trouble: { kind: 'unreadable' } })
    },
  )

  it.each([Number.NaN, '2026-11-21', {}, null, -1, 1e300, Infinity])('takes %p for no time', async (signedAtMs) => {
    const { call } = answering({ ok: true, state: 'signed', out_contract_code: 'c', signedAtMs })
    expect(await askStatus(call, 'c')).toMatchObject({ kind: 'status', status: { signedAtMs: undefined } })
  })

  it('tells a refusal by its code', async () => {
    const { call } = answering({ ok: false, error: { code: 'NOT_FOUND', message: 'm', requestId: 'r' } })
    expect(await askStatus(call, 'c')).toMatchObject({ kind: 'trouble', trouble: { kind: 'notFound', requestId: 'r' } })
  })

  it('never rejects', async () => {
    const { call } = answering(Object.assign(new Error('x'), { errCode: -504003, errMsg: 'cloud.callFunction:fail' }))
    expect(await askStatus(call, 'c')).toMatchObject({ kind: 'trouble', trouble: { kind: 'slow' } })
  })
})

describe('askToClose', () => {
  it('names the contract', async () => {
    const { call, calls } = answering({ ok: true, state: 'closing', out_contract_code: 'c' })
    expect(await askToClose(call, 'c')).toMatchObject({ kind: 'status', status: { state: 'closing' } })
    expect(calls).toEqual([{ name: 'terminateContract', data: { out_contract_code: 'c' } }])
  })
})
