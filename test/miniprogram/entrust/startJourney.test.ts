import { agreedTo } from '../../../miniprogram/entrust/consent/consent'
import { sha256Hex } from '../../../miniprogram/entrust/consent/sha256'
import type { EnterOptions } from '../../../miniprogram/entrust/steps/readReturn'
import type { JourneyPorts } from '../../../miniprogram/entrust/ports'
import { startJourney, type Entry, type JourneyOptions } from '../../../miniprogram/entrust/startJourney'
import type { ButtonName } from '../../../miniprogram/entrust/journey/buttons'
import type { Attempt, Journey } from '../../../miniprogram/entrust/journey/state'
import { terms } from '../../../miniprogram/entrust/merchant/terms'
import { fakePhone } from '../support/fakePhone'
import { ATTEMPT, CODE, SESSION } from '../support/journeys'
import type { Terms } from '../../../miniprogram/entrust/merchantShapes'
import { MERCHANT, RECURRING } from '../support/terms'

const HASH = sha256Hex(agreedTo(terms, MERCHANT.agreement).text)
const STORED: Attempt = { ...ATTEMPT, textHash: HASH }
const RETURN: EnterOptions = { scene: 1038, referrerInfo: { appId: SESSION.sign_mp_appid } }
const session = { ok: true, state: 'inProgress', ...SESSION }
const inProgress = { ok: true, state: 'inProgress', out_contract_code: CODE }
const signed = { ok: true, state: 'signed', out_contract_code: CODE, signedAtMs: 1 }

function start(entry: Partial<Entry> = {}, options: Partial<JourneyOptions> = {}, ports: Partial<JourneyPorts> = {}) {
  const phone = fakePhone()
  const shown: Journey[] = []
  const journey = startJourney(
    { purpose: 'sign', merchant: MERCHANT, displayAccount: '', ...options },
    { options: { scene: 1001 }, storedAttempt: undefined, isSupported: true, problems: [], ...entry },
    { ...phone.ports, ...ports },
    (current) => {
      shown.push(current)
      phone.log.push(`show ${current.state.kind}`)
    },
  )
  const tap = (button: ButtonName): void => {
    journey.send({ type: 'tapped', button })
  }
  return { phone, journey, shown, tap, now: () => shown.at(-1)?.state.kind }
}

/** As far as the button, with the session in hand. */
async function agreed() {
  const card = start()
  card.phone.lastCall().answer({ ok: true, state: 'none' })
  await card.phone.advance(0)
  card.tap('agree')
  card.phone.lastCall().answer(session)
  await card.phone.advance(0)
  return card
}

/** As far as WeChat Pay and back. */
async function returned(options: EnterOptions = RETURN) {
  const card = await agreed()
  card.tap('open')
  card.phone.jumps[0]?.done.jumped()
  card.journey.send({ type: 'hidden' })
  await card.phone.advance(30_000)
  card.phone.calls.length = 0
  card.journey.shown(options)
  return card
}

describe('the whole way', () => {
  it('asks, agrees, jumps, comes back, and is told by the server', async () => {
    const { phone, now } = await returned()
    phone.lastCall().answer(signed)
    await phone.advance(0)
    expect(now()).toBe('signed')
    expect(phone.stored).toBeUndefined()
    expect(phone.told).toEqual([{ name: 'signed', detail: { out_contract_code: CODE, signedAtMs: 1, isNew: true } }])
  })

  it('asks for the session with the fingerprint of the text on the screen', async () => {
    const { phone } = await agreed()
    expect(phone.calls[1]).toMatchObject({ name: 'preEntrustSign', data: { consent: { textHash: HASH } } })
  })

  it('tells beside it what differs between users, and asks anew where that changes', async () => {
    const merchant = { ...MERCHANT, terms: RECURRING }
    const { phone, tap, journey, shown } = start({}, { merchant })
    phone.lastCall().answer({ ok: true, state: 'none' })
    await phone.advance(0)
    tap('agree')
    const textHash = sha256Hex(agreedTo(RECURRING, MERCHANT.agreement).text)
    const consent = { textHash, details: '首次扣款: 2026年11月21日\n下次扣款: 2026年12月21日' }
    expect(phone.lastCall().data).toEqual({ consent })
    journey.changeTerms({ ...RECURRING, nextCharge: '2027年1月21日' })
    expect(shown.at(-1)?.isAgreed).toBe(false)
    tap('agree')
    const details = '首次扣款: 2026年11月21日\n下次扣款: 2027年1月21日'
    expect(phone.lastCall().data).toEqual({ consent: { textHash, details } })
    journey.stop()
  })

  it('of a text the functions do not know tells the developer what to run', async () => {
    const { phone, tap, now } = start()
    phone.lastCall().answer({ ok: true, state: 'none' })
    await phone.advance(0)
    tap('agree')
    tap('open')
    const error = { code: 'INVALID_INPUT', message: 'run `npm run consents`', requestId: 'r' }
    phone.lastCall().answer({ ok: false, error })
    await phone.advance(0)
    expect(now()).toBe('unavailable')
    expect(phone.warnings).toEqual([expect.stringContaining('npm run consents')])
    expect(phone.told).toMatchObject([{ name: 'fail', detail: { reason: 'unavailable' } }])
  })

  it('hands on the label the page gave', () => {
    const { phone, tap, journey } = start({}, { displayAccount: '138****0000' })
    phone.lastCall().answer({ ok: true, state: 'none' })
    return phone.advance(0).then(() => {
      tap('agree')
      expect(phone.lastCall().data).toEqual({ consent: { textHash: HASH }, displayAccount: '138****0000' })
      journey.stop()
    })
  })
})

describe('the tap', () => {
  it('stores the attempt and jumps before it returns, and only then changes the screen', async () => {
    const { phone, tap } = await agreed()
    phone.log.length = 0
    tap('open')
    // No await stands between the tap and this line.
    expect(phone.log).toEqual(['saveAttempt', 'jump', 'show leaving'])
    expect(phone.stored).toMatchObject({ out_contract_code: CODE, textHash: HASH })
    expect(phone.jumps[0]?.target).toEqual({
      appId: SESSION.sign_mp_appid,
      path: SESSION.sign_mp_path,
      extraData: { pre_entrustweb_id: SESSION.pre_entrustweb_id },
    })
  })

  it('twice makes one jump', async () => {
    const { phone, tap } = await agreed()
    tap('open')
    tap('open')
    tap('go')
    expect(phone.jumps).toHaveLength(1)
  })

  it('that comes before the session waits for it, and the jump for another tap', async () => {
    const card = start()
    card.phone.lastCall().answer({ ok: true, state: 'none' })
    await card.phone.advance(0)
    card.tap('agree')
    card.tap('open')
    expect(card.now()).toBe('preparing')
    card.phone.lastCall().answer(session)
    await card.phone.advance(0)
    expect(card.now()).toBe('ready')
    expect(card.phone.jumps).toHaveLength(0)
    expect(card.phone.calls.filter(({ name }) => name === 'preEntrustSign')).toHaveLength(1)
    card.tap('go')
    expect(card.phone.jumps).toHaveLength(1)
  })

  it('of which nothing comes for 3 s gets a button of its own', async () => {
    const { phone, tap, now } = await agreed()
    tap('open')
    await phone.advance(2_999)
    expect(now()).toBe('leaving')
    await phone.advance(1)
    expect(now()).toBe('ready')
    phone.jumps[0]?.done.jumped()
    expect(now()).toBe('away')
  })

  it('that WeChat did not see is offered as a navigator, and told to the developer', async () => {
    const { phone, tap, shown } = await agreed()
    tap('open')
    phone.jumps[0]?.done.failed('noTap', 'fail can only be invoked by user TAP gesture.')
    expect(shown.at(-1)?.state).toEqual({ kind: 'ready', by: 'navigator', isLeaving: false })
    expect(phone.warnings).toEqual(['fail can only be invoked by user TAP gesture.'])
  })

  it('gives a second jump its own 3 s, whatever is left of the first', async () => {
    const { phone, now, tap } = await agreed()
    tap('open')
    await phone.advance(2_000)
    phone.jumps[0]?.done.failed('refused', 'navigateToMiniProgram:fail cancel')
    tap('go')
    await phone.advance(2_999)
    expect(now()).toBe('leaving')
    await phone.advance(1)
    expect(now()).toBe('ready')
  })

  it('on a jump that app.json does not list tells the developer what to add', async () => {
    const { phone, tap } = await agreed()
    tap('open')
    phone.jumps[0]?.done.failed('notListed', 'fail')
    expect(phone.warnings[0]).toContain('navigateToMiniProgramAppIdList of app.json')
  })
})

describe('a WeChat that throws', () => {
  const boom = (): never => {
    throw new Error('half started')
  }

  it('where it promised a promise leaves a way on and a way out', async () => {
    const { phone, now, tap } = start({}, {}, { call: boom })
    await phone.advance(0)
    expect(now()).toBe('systemError')
    expect(phone.warnings).toEqual(['systemError: half started'])
    tap('retry')
    expect(now()).toBe('confirming')
  })

  it.each(['jump', 'saveAttempt', 'dropAttempt', 'callPhone', 'tell', 'warn'] as const)(
    'at %s still shows the state the user is in',
    async (port) => {
      const { phone, now, tap } = start({}, {}, { [port]: boom })
      phone.lastCall().answer({ ok: true, state: 'none' })
      await phone.advance(0)
      tap('agree')
      phone.lastCall().answer(session)
      await phone.advance(0)
      tap('open')
      expect(now()).toBe(port === 'jump' ? 'systemError' : 'leaving')
      await phone.advance(3_000)
      expect(now()).toBe(port === 'jump' ? 'systemError' : 'ready')
    },
  )

  it('is no reason to stop at a reply that lacks what was promised', async () => {
    const { phone, now, shown } = start()
    phone.lastCall().answer({ ok: false, error: { code: 'INTERNAL' } })
    await phone.advance(0)
    expect(now()).toBe('systemError')
    expect(shown.at(-1)?.state).toMatchObject({ requestId: '' })
  })
})

describe('a session that is slow', () => {
  it('has its whole time from the tap on, however long the user read', async () => {
    const card = start()
    card.phone.lastCall().answer({ ok: true, state: 'none' })
    await card.phone.advance(0)
    card.tap('agree')
    await card.phone.advance(15_000)
    card.tap('open')
    await card.phone.advance(9_999)
    expect(card.now()).toBe('preparing')
    await card.phone.advance(1)
    expect(card.now()).toBe('slow')
    // It still counts when it comes.
    card.phone.lastCall().answer(session)
    await card.phone.advance(0)
    expect(card.now()).toBe('ready')
  })
})

describe('an app that is not left', () => {
  it('though WeChat said so asks the server after 3 s', async () => {
    const { phone, tap, now } = await agreed()
    tap('open')
    phone.jumps[0]?.done.jumped()
    await phone.advance(2_999)
    expect(now()).toBe('away')
    await phone.advance(1)
    expect(now()).toBe('confirming')
    expect(phone.lastCall()).toMatchObject({ name: 'queryContract', data: { out_contract_code: CODE } })
  })

  it('is not one that was hidden meanwhile', async () => {
    const { phone, tap, now, journey } = await agreed()
    tap('open')
    phone.jumps[0]?.done.jumped()
    journey.send({ type: 'hidden' })
    await phone.advance(60_000)
    expect(now()).toBe('away')
  })
})

describe('after the return', () => {
  it('asks at 0, 1, 2, 4, 7, 12 and 20 s, then says that it is not known yet', async () => {
    const { phone, now } = await returned({ scene: 1001 })
    const askedAt: number[] = []
    const startMs = phone.ports.nowMs()
    for (let poll = 0; poll < 7; poll++) {
      askedAt.push(phone.ports.nowMs() - startMs)
      phone.lastCall().answer({ ok: true, state: 'unknown', out_contract_code: CODE })
      const asked = phone.calls.length
      for (let ms = 0; ms < 10_000 && phone.calls.length === asked; ms += 100) await phone.advance(100)
    }
    expect(askedAt).toEqual([0, 1_000, 2_000, 4_000, 7_000, 12_000, 20_000])
    expect(now()).toBe('unsure')
    expect(phone.calls).toHaveLength(7)
  })

  it('believes "not signed" after five answers where WeChat Pay said nothing', async () => {
    const { phone, now } = await returned()
    for (let poll = 0; poll < 5; poll++) {
      phone.lastCall().answer(inProgress)
      await phone.advance(3_000)
    }
    expect(now()).toBe('notSigned')
    // It may still come true: the attempt stays open.
    expect(phone.stored).toBeDefined()
  })

  it('believes FAIL as soon as the server agrees', async () => {
    const { phone, now } = await returned({
      scene: 1038,
      referrerInfo: { appId: SESSION.sign_mp_appid, extraData: { return_code: 'FAIL' } },
    })
    phone.lastCall().answer(inProgress)
    await phone.advance(0)
    expect(now()).toBe('signFailed')
  })

  it('stops asking when hidden, and starts again from the first question when shown', async () => {
    const { phone, journey } = await returned()
    phone.lastCall().answer(inProgress)
    await phone.advance(0)
    journey.send({ type: 'hidden' })
    expect(phone.timers()).toBe(0)
    await phone.advance(60_000)
    expect(phone.calls).toHaveLength(1)
    journey.shown()
    expect(phone.calls).toHaveLength(2)
  })

  it('does not believe the same return twice', async () => {
    const { phone, journey, shown } = await returned({
      scene: 1038,
      referrerInfo: { appId: SESSION.sign_mp_appid, extraData: { return_code: 'FAIL' } },
    })
    expect(phone.stored?.hasReturned).toBe(true)
    phone.lastCall().answer(inProgress)
    await phone.advance(0)
    journey.send({ type: 'hidden' })
    journey.shown({
      scene: 1038,
      referrerInfo: { appId: SESSION.sign_mp_appid, extraData: { return_code: 'SUCCESS' } },
    })
    expect(shown.at(-1)?.hint).toBe('fail')
  })

  it('says that it takes long after 10 s without an answer, and still takes the answer', async () => {
    const { phone, now } = await returned()
    await phone.advance(10_000)
    expect(now()).toBe('slow')
    phone.lastCall().answer(signed)
    await phone.advance(0)
    expect(now()).toBe('signed')
  })

  it('sets the screen once for each state, however often it asks', async () => {
    const { phone, shown } = await returned()
    const before = shown.length
    for (let poll = 0; poll < 4; poll++) {
      phone.lastCall().answer(inProgress)
      await phone.advance(3_000)
    }
    expect(shown).toHaveLength(before)
  })
})

describe('a mini-program that was killed while its user signed', () => {
  it('asks about the attempt it finds in storage', async () => {
    const { phone, now } = start({ storedAttempt: STORED, options: RETURN })
    expect(phone.lastCall()).toMatchObject({ name: 'queryContract', data: { out_contract_code: CODE } })
    phone.lastCall().answer(signed)
    await phone.advance(0)
    expect(now()).toBe('signed')
    expect(phone.stored).toBeUndefined()
  })

  it('drops an attempt that belongs to another account, and asks what there is', async () => {
    const { phone, now } = start({ storedAttempt: STORED })
    phone.lastCall().answer({ ok: false, error: { code: 'NOT_FOUND', message: 'm', requestId: 'r' } })
    await phone.advance(0)
    expect(phone.log).toContain('dropAttempt')
    expect(phone.lastCall()).toMatchObject({ name: 'queryContract', data: {} })
    expect(now()).toBe('loading')
  })

  it('does not go round in circles where nothing is found', async () => {
    const { phone, now } = start()
    phone.lastCall().answer({ ok: false, error: { code: 'NOT_FOUND', message: 'm', requestId: 'r' } })
    await phone.advance(0)
    expect(now()).toBe('unavailable')
    expect(phone.calls).toHaveLength(1)
  })
})

describe('closing', () => {
  async function asked() {
    const card = start()
    card.phone.lastCall().answer(signed)
    await card.phone.advance(0)
    card.tap('manage')
    card.tap('confirmClose')
    return card
  }

  it('takes two taps, and is told by the server', async () => {
    const { phone, now } = await asked()
    expect(phone.lastCall()).toMatchObject({ name: 'terminateContract', data: { out_contract_code: CODE } })
    phone.lastCall().answer({ ok: true, state: 'terminated', out_contract_code: CODE, terminatedAtMs: 2 })
    await phone.advance(0)
    expect(now()).toBe('terminated')
    expect(phone.told.at(-1)).toEqual({ name: 'terminated', detail: { out_contract_code: CODE, terminatedAtMs: 2 } })
  })

  it('that is not confirmed in 10 s says so, and is wished once more at a tap', async () => {
    const { phone, now, tap } = await asked()
    await phone.advance(10_000)
    expect(now()).toBe('closeUnsure')
    tap('closeAgain')
    tap('closeAgain')
    expect(phone.calls.filter(({ name }) => name === 'terminateContract')).toHaveLength(2)
    expect(phone.lastCall()).toMatchObject({ data: { out_contract_code: CODE } })
    phone.lastCall().answer({ ok: true, state: 'terminated', out_contract_code: CODE })
    await phone.advance(0)
    expect(now()).toBe('terminated')
  })

  it('twice at once asks once', async () => {
    const { phone, tap } = await asked()
    tap('confirmClose')
    expect(phone.calls.filter(({ name }) => name === 'terminateContract')).toHaveLength(1)
  })
})

describe('a card that goes', () => {
  it('leaves no timer behind', async () => {
    const { phone, journey } = await returned()
    phone.lastCall().answer(inProgress)
    await phone.advance(0)
    expect(phone.timers()).toBeGreaterThan(0)
    journey.stop()
    expect(phone.timers()).toBe(0)
  })

  it('takes no late answer', async () => {
    const { phone, journey, shown } = await returned()
    const before = shown.length
    journey.stop()
    phone.lastCall().answer(signed)
    await phone.advance(0)
    expect(shown).toHaveLength(before)
  })
})

describe('too many tries', () => {
  it('count down to the second and go back', async () => {
    const { phone, now, shown } = start()
    phone.lastCall().answer({
      ok: false,
      error: { code: 'RATE_LIMITED', message: 'm', requestId: 'r', retryAfterMs: 3_000 },
    })
    await phone.advance(0)
    const seconds = () => shown.flatMap(({ state }) => (state.kind === 'busy' ? [state.secondsLeft] : []))
    await phone.advance(2_999)
    expect(seconds()).toEqual([3, 2, 1])
    await phone.advance(1)
    expect(now()).toBe('loading')
    expect(phone.calls).toHaveLength(2)
  })
})

describe('a wait that was over while the page was hidden', () => {
  it('ends when it is shown, and counts on where it was not', async () => {
    const { phone, now, journey } = start()
    phone.lastCall().answer({
      ok: false,
      error: { code: 'RATE_LIMITED', message: 'm', requestId: 'r', retryAfterMs: 3_000 },
    })
    await phone.advance(500)
    phone.loseTimers()
    journey.send({ type: 'hidden' })
    journey.shown()
    expect(now()).toBe('busy')
    expect(phone.timers()).toBe(1)
    journey.shown()
    expect(phone.timers()).toBe(1)
    phone.loseTimers()
    await phone.advance(60_000)
    journey.shown()
    expect(now()).toBe('loading')
  })
})

describe('the developer', () => {
  it.each([
    [
      { errCode: -501000, errMsg: 'FunctionName parameter could not be found' },
      'unavailable',
      'is it deployed, and to the cloudEnv of settings.ts?',
    ],
    [{ errCode: -504003, errMsg: 'Invoking task timed out after 3 seconds' }, 'slow', 'its time limit should be 20 s'],
    [{ errCode: -504002, errMsg: 'boom' }, 'unavailable', 'it died: read its log in the CloudBase console'],
    [{ errCode: -502001, errMsg: 'boom' }, 'systemError', ''],
  ])('is told which function failed, and what to look at: %j', async (rejection, kind, hint) => {
    const { phone } = start()
    phone.lastCall().fail(rejection)
    await phone.advance(0)
    expect(phone.warnings).toEqual([`${kind}: ${rejection.errMsg}${hint && `; ${hint}`}`])
    expect(phone.told.at(-1)).toEqual({ name: 'fail', detail: { reason: kind, requestId: '', hint } })
  })

  it('reads in the console what the user does not', async () => {
    const { phone } = start()
    phone.lastCall().answer({
      ok: false,
      error: { code: 'NOT_CONFIGURED', message: 'WXPAY_APPID is not this mini-program', requestId: 'r' },
    })
    await phone.advance(0)
    expect(phone.warnings).toEqual(['unavailable: NOT_CONFIGURED: WXPAY_APPID is not this mini-program'])
  })

  it('is told which terms are missing, and nothing is asked', () => {
    const { phone, shown } = start({}, { merchant: { ...MERCHANT, terms: { ...terms, payee: '' } } })
    expect(shown.at(-1)?.state).toEqual({ kind: 'misconfigured', problems: ['terms 的 payee 不能为空'] })
    expect(phone.calls).toEqual([])
  })

  it('is told first what keeps the card from being shown where it is, new terms or not', () => {
    const problems = ['not here']
    const { phone, shown, journey } = start({ problems }, { merchant: { ...MERCHANT, terms: { ...terms, payee: '' } } })
    expect(shown.at(-1)?.state).toEqual({ kind: 'misconfigured', problems })
    journey.changeTerms(terms)
    expect(shown.at(-1)?.state).toEqual({ kind: 'misconfigured', problems })
    expect(phone.calls).toEqual([])
  })

  it('is told which texts cannot be shown, all at once', () => {
    const agreement = { ...MERCHANT.agreement, title: '{payeee}协议' }
    const merchant = { ...MERCHANT, agreement, words: { 'offline.body': '{nothing}' } }
    expect(start({}, { merchant }).shown.at(-1)?.state).toEqual({
      kind: 'misconfigured',
      problems: ['agreement 里没有可用的 {payeee}', '文案 offline.body 里没有可用的 {nothing}'],
    })
  })

  it('reads of the terms alone while those are not complete: the texts are filled from there', () => {
    const merchant = { ...MERCHANT, terms: { businessType: 'perUse' } as Terms }
    const { state } = start({}, { merchant }).shown.at(-1) ?? {}
    expect(state).toMatchObject({
      problems: expect.not.arrayContaining([expect.stringMatching(/(agreement|words)\.ts/)]) as string[],
    })
  })
})

describe('terms that change', () => {
  it('take their tick and their session with them', async () => {
    const { journey, shown, phone, tap } = await agreed()
    journey.changeTerms({ ...terms, limitPerCharge: '¥5000' })
    expect(shown.at(-1)).toMatchObject({ isAgreed: false, held: undefined })
    tap('open')
    expect(phone.jumps).toHaveLength(0)
  })
})

describe('a telephone', () => {
  it('is called with the number of the merchant', async () => {
    const { phone, tap } = start()
    phone.lastCall().fail(new Error('boom'))
    await phone.advance(0)
    tap('contact')
    expect(phone.log.at(-1)).toBe(`phone ${terms.servicePhone}`)
  })
})
