// The card as its user meets it: the real WXML, the real reducer, and a WeChat that does what the test says.
import { agreedTo } from '../../../../miniprogram/entrust/consent/consent'
import { sha256Hex } from '../../../../miniprogram/entrust/consent/sha256'
import { agreement } from '../../../../miniprogram/entrust/merchant/agreement'
import { terms } from '../../../../miniprogram/entrust/merchant/terms'
import type { View } from '../../../../miniprogram/entrust/view/toView'
import { fakeWx, type FakeWx } from '../../support/fakeWx'
import { CODE, SESSION } from '../../support/journeys'
import { attributes, find, mount, settled, tap, text, unmountAll } from '../../support/mount'
import { RECURRING } from '../../support/terms'
import type { Rendered } from 'miniprogram-simulate'

const SESSION_ANSWER = { ok: true, state: 'inProgress', ...SESSION }
const SIGNED = { ok: true, state: 'signed', out_contract_code: CODE, signedAtMs: Date.parse('2026-11-21T06:20:00Z') }
const IN_PROGRESS = { ok: true, state: 'inProgress', out_contract_code: CODE }
const RETURN = { scene: 1038, referrerInfo: { appId: SESSION.sign_mp_appid } }
const STORAGE_KEY = 'wechatpay-entrust:attempt'

let wechat: FakeWx
beforeEach(() => {
  wechat = fakeWx()
  wechat.answer('preEntrustSign', SESSION_ANSWER)
})
afterEach(unmountAll)

async function mountCard(properties: object = {}): Promise<Rendered> {
  const card = mount('components/entrust-sign/index', properties)
  await settled()
  return card
}

const viewOf = (card: Rendered): View => (card.data as { view: View }).view
const button = (name: string): string => `.button--${name}`
const listen = (card: Rendered, name: string): unknown[] => {
  const heard: unknown[] = []
  card.addEventListener(name, ({ detail }) => heard.push(detail))
  return heard
}

describe('the way there and back', () => {
  it('ticks, jumps, comes back and shows what the server confirmed', async () => {
    const card = await mountCard()
    const signed = listen(card, 'signed')
    expect(text(card)).toContain('开通免密支付')
    await tap(card, '.agree__box')
    await tap(card, button('main'))
    wechat.endJump()
    wechat.hideApp()
    wechat.answer('queryContract', SIGNED)
    wechat.showApp(RETURN)
    await settled()
    expect(text(card)).toContain('已开通免密支付')
    expect(text(card)).toContain('2026年11月21日 14:20 开通')
    expect(signed).toEqual([{ out_contract_code: CODE, isNew: true, signedAtMs: SIGNED.signedAtMs }])
    expect(wechat.storage.size).toBe(0)
  })

  it('shows until when the contract holds, where it ends by itself', async () => {
    wechat.answer('queryContract', { ...SIGNED, contractExpiresAtMs: Date.parse('2027-11-21T06:20:00Z') })
    expect(text(await mountCard())).toContain('有效期至 2027-11-21')
  })

  it('calls WeChat within the tap: no promise, no change of the screen comes before', async () => {
    const card = await mountCard()
    await tap(card, '.agree__box')
    const before = viewOf(card).kind
    let kindAtJump = ''
    Object.assign((globalThis as unknown as { wx: object }).wx, {
      navigateToMiniProgram: () => (kindAtJump = viewOf(card).kind),
    })
    const instance = card.instance as { onTap: (event: object) => void }
    instance.onTap({ currentTarget: { dataset: { button: 'open' } } })
    // No await stands between the tap and this line.
    expect(kindAtJump).toBe(before)
    expect(wechat.storage.get(STORAGE_KEY)).toMatchObject({ out_contract_code: CODE })
    expect(viewOf(card).kind).toBe('leaving')
  })

  it('jumps to the session of the server, with its id beside', async () => {
    const card = await mountCard()
    await tap(card, '.agree__box')
    await tap(card, button('main'))
    expect(wechat.of('navigateToMiniProgram')).toEqual([
      expect.objectContaining({
        appId: SESSION.sign_mp_appid,
        path: SESSION.sign_mp_path,
        extraData: { pre_entrustweb_id: SESSION.pre_entrustweb_id },
      }),
    ])
  })

  it('agrees to nothing by itself', async () => {
    const card = await mountCard()
    expect(viewOf(card).agree?.isAgreed).toBe(false)
    expect(attributes(card, '.agree__box')['aria-checked']).toBe(false)
    expect(wechat.of('call preEntrustSign')).toEqual([])
    await tap(card, button('main'))
    expect(text(card)).toContain('请先阅读并勾选协议')
    expect(wechat.of('navigateToMiniProgram')).toEqual([])
  })

  it('sends the fingerprint of the text that was shown', async () => {
    const card = await mountCard()
    await tap(card, '.agree__box')
    expect(wechat.of('call preEntrustSign')).toEqual([
      { consent: { textHash: sha256Hex(agreedTo(terms, agreement).text) } },
    ])
  })

  it('goes on from S4 where the session comes after the tap', async () => {
    let give: (answer: object) => void = () => undefined
    wechat.answer('preEntrustSign', new Promise<object>((resolve) => (give = resolve)))
    const card = await mountCard()
    await tap(card, '.agree__box')
    await tap(card, button('main'))
    expect(text(card)).toContain('正在准备')
    give(SESSION_ANSWER)
    await settled()
    expect(text(card)).toContain('还差一步')
    expect(wechat.of('navigateToMiniProgram')).toEqual([])
    await tap(card, button('main'))
    expect(wechat.of('navigateToMiniProgram')).toHaveLength(1)
  })

  it('offers a navigator where WeChat lost the tap, and stores the attempt at its tap', async () => {
    const card = await mountCard()
    jest.spyOn(console, 'warn').mockImplementation()
    await tap(card, '.agree__box')
    await tap(card, button('main'))
    wechat.endJump('navigateToMiniProgram:fail can only be invoked by user TAP gesture.')
    await settled()
    expect(wechat.storage.size).toBe(0)
    expect(attributes(card, button('main'))).toMatchObject({
      target: 'miniProgram',
      'open-type': 'navigate',
      'app-id': SESSION.sign_mp_appid,
      path: SESSION.sign_mp_path,
    })
    await tap(card, button('main'))
    expect(wechat.storage.get(STORAGE_KEY)).toMatchObject({ out_contract_code: CODE })
    // It jumps by itself, and may not be taken off the page while it does.
    expect(wechat.of('navigateToMiniProgram')).toHaveLength(1)
    expect(attributes(card, button('main'))['target']).toBe('miniProgram')
    find(card, button('main')).dispatchEvent('success')
    await settled()
    expect(viewOf(card).kind).toBe('away')
  })

  it.each([
    ['refused', 'navigateToMiniProgram:fail cancel', '尚未开通'],
    ['not possible', 'navigateToMiniProgram:fail something', '系统繁忙'],
  ])('says so when the navigator was %s', async (_, errMsg, words) => {
    const card = await mountCard()
    jest.spyOn(console, 'warn').mockImplementation()
    await tap(card, '.agree__box')
    await tap(card, button('main'))
    wechat.endJump('navigateToMiniProgram:fail can only be invoked by user TAP gesture.')
    await settled()
    await tap(card, button('main'))
    find(card, button('main')).dispatchEvent('fail', { detail: { errMsg } })
    await settled()
    expect(text(card)).toContain(words)
    expect(wechat.storage.size).toBe(0)
  })

  it('says so when the user refused the dialog, and goes again with the same session', async () => {
    const card = await mountCard()
    await tap(card, '.agree__box')
    await tap(card, button('main'))
    wechat.endJump('navigateToMiniProgram:fail cancel')
    await settled()
    expect(text(card)).toContain('尚未开通')
    expect(wechat.storage.size).toBe(0)
    await tap(card, button('main'))
    expect(wechat.of('navigateToMiniProgram')).toHaveLength(2)
    expect(wechat.of('call preEntrustSign')).toHaveLength(1)
  })
})

describe('the app', () => {
  it('is listened to by the card itself, and no longer than it stands there', async () => {
    const card = await mountCard()
    expect(wechat.listeners()).toBe(2)
    card.detach()
    expect(wechat.listeners()).toBe(0)
  })

  it('killed meanwhile, starts on the attempt in storage and asks the server', async () => {
    const textHash = sha256Hex(agreedTo(terms, agreement).text)
    const attempt = { out_contract_code: CODE, startedAtMs: Date.now(), textHash, jumps: 1, hasReturned: false }
    wechat.storage.set(STORAGE_KEY, attempt)
    wechat.enter = RETURN
    wechat.answer('queryContract', SIGNED)
    const card = await mountCard()
    expect(wechat.of('call queryContract')).toEqual([{ out_contract_code: CODE }])
    expect(text(card)).toContain('已开通免密支付')
  })

  it('that says SUCCESS proves nothing', async () => {
    const card = await mountCard()
    await tap(card, '.agree__box')
    await tap(card, button('main'))
    wechat.endJump()
    wechat.answer('queryContract', IN_PROGRESS)
    wechat.showApp({
      scene: 1038,
      referrerInfo: { appId: SESSION.sign_mp_appid, extraData: { return_code: 'SUCCESS', contract_id: '1' } },
    })
    await settled()
    expect(viewOf(card).kind).toBe('confirming')
  })

  it('whose page alone is hidden stops asking, and asks again when it is shown', async () => {
    const card = await mountCard()
    await tap(card, '.agree__box')
    await tap(card, button('main'))
    wechat.endJump()
    wechat.answer('queryContract', IN_PROGRESS)
    wechat.showApp(RETURN)
    await settled()
    const asked = wechat.of('call queryContract').length
    card.triggerPageLifeTime('hide')
    card.triggerPageLifeTime('show')
    expect(wechat.of('call queryContract')).toHaveLength(asked + 1)
  })

  it('whose storage is broken can still sign', async () => {
    const warned = jest.spyOn(console, 'warn').mockImplementation()
    const broken = () => {
      throw new Error('storage is full')
    }
    Object.assign((globalThis as unknown as { wx: object }).wx, {
      getStorageSync: broken,
      setStorageSync: broken,
      removeStorageSync: broken,
    })
    const card = await mountCard()
    await tap(card, '.agree__box')
    await tap(card, button('main'))
    expect(wechat.of('navigateToMiniProgram')).toHaveLength(1)
    expect(warned).toHaveBeenCalledWith(expect.stringContaining('storage is full'))
  })
})

describe('closing', () => {
  const TERMINATED = { ok: true, state: 'terminated', out_contract_code: CODE, terminatedAtMs: SIGNED.signedAtMs }

  it.each(['sign', 'manage'])('takes two taps from the card that is asked to %s', async (purpose) => {
    wechat.answer('queryContract', SIGNED)
    wechat.answer('terminateContract', TERMINATED)
    const card = await mountCard({ purpose })
    const terminated = listen(card, 'terminated')
    const [manage] = card.querySelectorAll('.button--plain').slice(0, 1)
    manage?.dispatchEvent('tap')
    await settled()
    expect(text(card)).toContain('关闭免密支付？')
    await tap(card, button('danger'))
    expect(wechat.of('call terminateContract')).toEqual([{ out_contract_code: CODE }])
    expect(text(card)).toContain('免密支付已关闭')
    expect(terminated).toEqual([{ out_contract_code: CODE, terminatedAtMs: SIGNED.signedAtMs }])
  })

  it('can be thought better of', async () => {
    wechat.answer('queryContract', SIGNED)
    const card = await mountCard({ purpose: 'manage' })
    await tap(card, button('plain'))
    await tap(card, button('plain'))
    expect(viewOf(card).kind).toBe('signed')
    expect(wechat.of('call terminateContract')).toEqual([])
  })

  it('and signing again begins with an empty box', async () => {
    wechat.answer('queryContract', TERMINATED)
    const card = await mountCard({ purpose: 'manage' })
    expect(text(card)).toContain('免密支付已关闭')
    await tap(card, button('text'))
    expect(viewOf(card)).toMatchObject({ kind: 'unsigned', agree: { isAgreed: false } })
    await tap(card, '.agree__box')
    await tap(card, button('main'))
    expect(wechat.of('navigateToMiniProgram')).toHaveLength(1)
  })
})

describe('what the page around it hears', () => {
  it('of a user who would rather not: nothing else happens', async () => {
    const card = await mountCard()
    const declined = listen(card, 'declined')
    await tap(card, button('plain'))
    expect(declined).toEqual([{}])
    expect(viewOf(card).kind).toBe('unsigned')
  })

  it('of a failure: why, and the number of the call', async () => {
    jest.spyOn(console, 'warn').mockImplementation()
    wechat.answer('queryContract', {
      ok: false,
      error: { code: 'STORE_FAILED', message: 'm', requestId: 'request-abc123' },
    })
    const heard: unknown[] = []
    const card = mount('components/entrust-sign/index')
    card.addEventListener('fail', ({ detail }) => heard.push(detail))
    await settled()
    expect(heard).toEqual([{ reason: 'systemError', requestId: 'request-abc123', hint: 'STORE_FAILED: m' }])
    expect(text(card)).toContain('请稍后再试 · 客服编号 abc123')
  })

  it('of a user who is through', async () => {
    wechat.answer('queryContract', SIGNED)
    const card = await mountCard()
    const left = listen(card, 'leave')
    await tap(card, button('main'))
    expect(left).toEqual([{}])
  })
})

describe('the ways out of what lies over the card', () => {
  it('of the question before closing: the mask, and the way back of the phone', async () => {
    wechat.answer('queryContract', SIGNED)
    const card = await mountCard()
    for (const [selector, event] of [
      ['.mask', 'tap'],
      ['page-container', 'beforeleave'],
    ] as const) {
      await tap(card, button('plain'))
      expect(viewOf(card).kind).toBe('askClose')
      await leaveBy(card, selector, event)
      expect(viewOf(card).kind).toBe('signed')
    }
    expect(wechat.of('call terminateContract')).toEqual([])
  })

  it('of the agreement', async () => {
    const card = await mountCard()
    await tap(card, '.agree__document')
    expect(viewOf(card).reader).not.toBeNull()
    await leaveBy(card, 'page-container', 'beforeleave')
    expect(viewOf(card)).toMatchObject({ kind: 'unsigned', reader: null, agree: { isAgreed: false } })
  })

  async function leaveBy(card: Rendered, selector: string, event: string): Promise<void> {
    // By tag nothing is found here; the container is the only one of its class.
    find(card, selector === 'page-container' ? '.way-back' : selector).dispatchEvent(event)
    await settled()
  }
})

describe('what a merchant may set', () => {
  it('is other terms, for this user', async () => {
    const card = await mountCard({ terms: RECURRING })
    expect(text(card)).toContain('开通自动续费')
    expect(text(card)).toContain('2026年12月21日')
  })

  it('is terms that come later: what was ticked before is not ticked for them', async () => {
    const card = await mountCard()
    await tap(card, '.agree__box')
    card.setData({ terms: RECURRING })
    await settled()
    expect(text(card)).toContain('开通自动续费')
    expect(viewOf(card).agree?.isAgreed).toBe(false)
  })

  it('is not incomplete: the card stops and says what is missing', async () => {
    const card = await mountCard({ terms: { ...terms, closing: '' } })
    expect(text(card)).toContain('terms 的 closing 不能为空')
    expect(card.querySelectorAll('.button')).toEqual([])
    expect(wechat.of('call queryContract')).toEqual([])
  })

  it('is the account name shown by WeChat Pay', async () => {
    const card = await mountCard({ displayAccount: '138****0000' })
    await tap(card, '.agree__box')
    expect(wechat.of('call preEntrustSign')).toEqual([
      { consent: { textHash: sha256Hex(agreedTo(terms, agreement).text) }, displayAccount: '138****0000' },
    ])
  })
})

describe('reading', () => {
  it('opens the whole agreement, and ticks nothing', async () => {
    const card = await mountCard()
    await tap(card, '.agree__document')
    expect(text(card)).toContain('六、关闭')
    expect(attributes(card, '.reader')).toMatchObject({ 'aria-role': 'dialog', 'aria-modal': true })
    await tap(card, '.reader .button')
    expect(viewOf(card)).toMatchObject({ reader: null, agree: { isAgreed: false } })
  })

  it.each([
    [{ fontSizeScaleFactor: 1.75 }, 1.75],
    [{ fontSizeSetting: 17 }, 1],
    [{ fontSizeSetting: 25.5 }, 1.5],
    [{ fontSizeScaleFactor: 9 }, 2.4],
    [{}, 1],
  ])('follows the type size of the user (%j)', async (appBaseInfo, scale) => {
    wechat.appBaseInfo = appBaseInfo
    const card = await mountCard()
    expect(viewOf(card).type.scale).toBe(scale)
    expect(find(card, '.card-page').dom.getAttribute('style')).toContain(`--scale: ${scale}`)
  })
})

describe('a phone that cannot', () => {
  it.each(['cloud', 'navigateToMiniProgram'])('says that it is too old without %s', async (api) => {
    Object.assign((globalThis as unknown as { wx: object }).wx, { [api]: undefined })
    const card = await mountCard()
    expect(text(card)).toContain('微信版本过低')
  })

  it('does without the newer ways to ask how it was opened and how large to write', async () => {
    Object.assign((globalThis as unknown as { wx: object }).wx, {
      getEnterOptionsSync: undefined,
      getAppBaseInfo: undefined,
      getLaunchOptionsSync: () => ({ scene: 1001 }),
    })
    const card = await mountCard()
    expect(viewOf(card)).toMatchObject({ kind: 'unsigned', type: { scale: 1 } })
  })

  it.each([
    { scene: 1154 },
    { scene: 1001, apiCategory: 'nativeFunctionalized' },
    { scene: 1001, apiCategory: 'browseOnly' },
    { scene: 1001, apiCategory: 'chatTool' },
    { scene: 1037, apiCategory: 'embedded' },
  ])('explains where jumps are forbidden, and asks nothing (%j)', async (enter) => {
    wechat.enter = enter
    const card = await mountCard()
    expect(text(card)).toContain('请从微信里直接打开本小程序')
    wechat.hideApp()
    wechat.showApp(enter)
    await settled()
    expect(wechat.calls.filter(({ api }) => api.startsWith('call '))).toEqual([])
    expect(wechat.of('navigateToMiniProgram')).toEqual([])
    wechat.showApp({ scene: 1001 })
    await settled()
    expect(viewOf(card).kind).toBe('unsigned')
  })
})

describe('the screen', () => {
  it('is set once for each state', async () => {
    const card = await mountCard()
    const instance = card.instance as { setData: (data: { view: View }) => void }
    const original = instance.setData.bind(instance)
    const set: string[] = []
    instance.setData = (data) => {
      set.push(data.view.kind)
      original(data)
    }
    await tap(card, '.agree__box')
    await tap(card, button('main'))
    wechat.endJump()
    wechat.answer('queryContract', IN_PROGRESS)
    wechat.hideApp()
    wechat.showApp(RETURN)
    card.triggerPageLifeTime('show')
    await settled()
    expect(set).toEqual(['unsigned', 'leaving', 'away', 'confirming'])
  })
})
