import {
  describeAnswer,
  describeAttempt,
  describeClock,
  describeContract,
  describeOrder,
  describeRequest,
  describeStateChange,
  describeUpkeep,
} from '../../../../sandbox/phone/live/describe'
import { LiveView } from '../../../../sandbox/phone/live/liveView'
import { read, readPill, TEXTS } from '../../../../sandbox/phone/texts/texts'
import type { LiveMessage, NewEntry } from '../../../../sandbox/phone/wire'

/** As the page shows it. */
const inEnglish = ({ tone, text, detail, pill }: Partial<NewEntry>) => ({
  tone,
  ...(text !== undefined && { text: read(text, TEXTS.en) }),
  ...(detail && { detail: detail.map((part) => read(part, TEXTS.en)).join(' · ') }),
  ...(pill !== undefined && { pill: readPill(pill, TEXTS.en) }),
})

describe('what happened', () => {
  it('is kept for who comes later, and told to who is there; a line may change', () => {
    const view = new LiveView(() => 5)
    const told: LiveMessage[] = []
    const leave = view.listen((message) => told.push(message))
    const change = view.add({ tone: 'plain', text: 'asks', pill: '…' })
    change({ tone: 'good', pill: 'ok' })
    leave()
    view.add({ tone: 'plain', text: 'unheard' })
    expect(told).toHaveLength(2)
    expect(view.entries).toEqual([
      { id: 1, atMs: 5, hop: 'line:1', tone: 'good', text: 'asks', pill: 'ok' },
      { id: 2, atMs: 5, hop: 'line:2', tone: 'plain', text: 'unheard' },
    ])
  })

  it('does not grow for ever', () => {
    const view = new LiveView(() => 0)
    for (let index = 0; index < 1_000; index++) view.add({ tone: 'plain', text: String(index) })
    expect(view.entries).toHaveLength(300)
    expect(view.entries.at(-1)?.text).toBe('999')
  })
})

describe('in words', () => {
  const request = { requestId: '', atMs: 0, host: 'main' as const, method: 'GET', ms: 3, faults: [] }

  it('a request shows its route, and no id in full', () => {
    const path =
      '/v3/password-exempt-contract/contracts/service-id/12535/out-contract-code/Abc123Def456Ghi789Jkl012Mno34'
    expect(inEnglish(describeRequest({ ...request, path, status: 200 }))).toEqual({
      tone: 'good',
      text: 'Signed GET to WeChat Pay',
      detail: '…/service-id/12535/out-contract-code/Abc1…no34 · 3 ms',
      pill: '200',
    })
  })

  it.each([
    [{ status: 0 }, 'no answer', 'bad'],
    [{ status: 429, code: 'FREQUENCY_LIMITED' }, '429 FREQUENCY_LIMITED', 'bad'],
    [{ status: 404, code: 'RESOURCE_NOT_EXISTS' }, '404 RESOURCE_NOT_EXISTS', 'plain'],
    [{ status: 200, faults: ['delay'] }, '200', 'good'],
    [{ status: 200, faults: ['wrongSignature'] }, '200', 'bad'],
  ])('an answer %j', (answer, pill, tone) => {
    expect(inEnglish(describeRequest({ ...request, path: '/', ...answer }))).toMatchObject({ pill, tone })
  })

  it.each([
    [{ result: { ok: true, state: 'signed' } }, { tone: 'good', pill: 'signed' }],
    [{ result: { ok: true, with: 'contract' } }, { tone: 'good', pill: 'no password' }],
    [{ result: { ok: false, error: { code: 'STORE_FAILED', message: 'm' } } }, { tone: 'warn', pill: 'STORE_FAILED' }],
    [
      { errCode: -504003, errMsg: 'late' },
      { tone: 'bad', pill: '-504003', detail: 'late' },
    ],
    [{ result: null }, { tone: 'warn', pill: '?' }],
  ])('what the page was told: %j', (answer, expected) => {
    expect(inEnglish(describeAnswer({ name: 'queryContract', ms: 1, isCold: false, answer }))).toMatchObject(expected)
  })

  it.each([
    [{ openid: 'o1' }, 'o1'],
    [{ openid: 'oAtProvider', sub_openid: 'o1' }, 'o1'],
    [{ openid: 'oLearnt', userId: 'u1' }, 'u1'],
    [{ request: { payer: { openid: 'o2' } } }, 'o2'],
    [{ request: { payer: { sp_openid: 'o3' } } }, 'o3'],
  ])('the user of %j is %s', (record, user) => {
    expect(describeContract({ _id: 'code', state: 'SIGNED', ...record }).user).toBe(user)
  })

  it('an order shows number and amount, and no user', () => {
    const order = {
      out_trade_no: 'ORDER1',
      prepay_id: 'wx20',
      kind: 'direct',
      appid: 'wx1',
      openid: 'oPayer',
      description: 'a ride',
      total: 350,
      trade_state: 'SUCCESS',
    } as const
    expect(inEnglish(describeOrder('paid', order))).toEqual({
      tone: 'good',
      text: 'User *pays*',
      detail: 'ORDER1 · ¥3.50',
      pill: 'SUCCESS',
    })
  })

  it.each([
    [{ password: 'notAsked' }, 'ORDER1 · ¥3.50 · without the password'],
    [{ password: 'asked', why: 'NOT_ENOUGH' }, 'ORDER1 · ¥3.50 · the password was asked for: NOT_ENOUGH'],
    [{ password: 'asked' }, 'ORDER1 · ¥3.50'],
  ] as const)('how it was paid is told where there is a contract: %j', (how, detail) => {
    const order = { out_trade_no: 'ORDER1', total: 350, trade_state: 'SUCCESS' }
    expect(inEnglish(describeOrder('paid', { ...order, ...how } as never))).toMatchObject({ detail })
  })

  it.each([
    ['contracts', undefined, 'Contract is *NEW*', 'a new attempt'],
    ['payments', 'PLACED', 'Order is *NEW*', 'was PLACED'],
  ] as const)('what changes of %s is told by its state', (collection, before, text, detail) => {
    expect(inEnglish(describeStateChange(collection, before, 'NEW'))).toMatchObject({ text, detail })
  })

  it('a notification about an order says so', () => {
    const attempt = { id: '1', event_type: 'TRANSACTION.SUCCESS', attempt: 1, copy: 1, status: 204, faults: [] }
    const seen = { ...attempt, out_contract_code: '', out_trade_no: 'ORDER1', outcome: 'accepted' }
    expect(inEnglish(describeAttempt(seen as never))).toMatchObject({
      text: 'Payment notification, attempt 1',
      pill: '204',
    })
  })

  it.each([
    [
      { contractsAsked: 2, changesTold: 1, contractsClosed: 1 },
      'plain',
      'contracts asked about: 2 · closed: 1 · changes told: 1',
    ],
    [{ contractsAsked: 0 }, 'plain', 'found nothing to do'],
    [undefined, 'bad', 'could not do its work; npm start -- --logs tells why'],
  ])('a run of upkeep with %j', (figures, tone, detail) => {
    expect(inEnglish(describeUpkeep(figures))).toEqual({ tone, text: 'The timer runs *upkeep*', detail })
  })

  it('a move of the clock says how far, and to when', () => {
    const move = { atMs: Date.parse('2026-11-21T15:30:00+08:00'), byMs: 2 * 3_600_000 }
    expect(inEnglish(describeClock(move))).toMatchObject({
      text: 'The clock moves on *2 h*',
      detail: 'to 2026-11-21 17:30:00',
    })
  })

  it('a contract shows what is known of it, and no session', () => {
    const record = {
      _id: 'code',
      openid: 'o1',
      state: 'SIGNED',
      contract_id: '9001',
      signedAtMs: Date.UTC(2026, 10, 21, 6, 20, 7),
      session: { pre_entrustweb_id: 'secret' },
      evidence: [{ source: 'query', atMs: Date.UTC(2026, 10, 21, 6, 20, 9), what: 'x' }],
      terminateRequestedAtMs: 1,
    }
    const view = describeContract(record)
    expect(view).toEqual({
      user: 'o1',
      code: 'code',
      state: 'SIGNED',
      isClosing: true,
      rows: [
        ['contract_id', '9001'],
        ['signedAtMs', '2026-11-21 14:20:07'],
        ['evidence', 'query 14:20:09'],
      ],
    })
    expect(JSON.stringify(view)).not.toContain('secret')
  })
})
