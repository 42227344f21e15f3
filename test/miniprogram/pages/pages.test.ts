import type { Rendered } from 'miniprogram-simulate'
import { fakeWx, type FakeWx } from '../support/fakeWx'
import { CODE } from '../support/journeys'
import { find, mount, settled, tap, text, unmountAll } from '../support/mount'

const SIGNED = { ok: true, state: 'signed', out_contract_code: CODE, signedAtMs: 1 }

let wechat: FakeWx
beforeEach(() => {
  wechat = fakeWx()
})
afterEach(unmountAll)

async function open(page: string): Promise<Rendered> {
  const mounted = mount(page)
  await settled()
  return mounted
}

const tell = (page: Rendered, event: string): void => {
  page.querySelector('.page__card')?.dispatchEvent(event, { detail: {} })
}

describe('pages/entrust', () => {
  it('shows the card of the terms, under their name', async () => {
    const page = await open('pages/entrust/index')
    expect(text(page)).toContain('开通免密支付')
    expect(wechat.of('setNavigationBarTitle')).toEqual([{ title: '免密支付' }])
  })

  it('goes back where the user came from when they would rather not', async () => {
    wechat.pages = 2
    tell(await open('pages/entrust/index'), 'declined')
    await settled()
    expect(wechat.of('navigateBack')).toHaveLength(1)
  })

  it('stays, with a word, where no page lies behind it', async () => {
    tell(await open('pages/entrust/index'), 'declined')
    await settled()
    expect(wechat.of('navigateBack')).toEqual([])
    expect(wechat.of('showToast')).toEqual([{ title: '已取消，可随时再开通', icon: 'none' }])
  })
})

describe('pages/contract', () => {
  it('shows what is signed, and closing first', async () => {
    wechat.answer('queryContract', SIGNED)
    const page = await open('pages/contract/index')
    expect(text(page)).toContain('已开通免密支付')
    expect(text(page)).toMatch(/关闭免密支付.*返回/)
    expect(wechat.of('setNavigationBarTitle')).toEqual([{ title: '我的免密支付' }])
  })

  it('shows that it was closed, and offers to sign again', async () => {
    wechat.answer('queryContract', { ok: true, state: 'terminated', out_contract_code: CODE })
    const page = await open('pages/contract/index')
    expect(text(page)).toContain('免密支付已关闭')
    expect(text(page)).toContain('重新开通')
  })
})

describe('contracts for other sub-merchants', () => {
  const OTHER = {
    out_contract_code: 'Other1',
    state: 'signed',
    sub_mchid: '1900000110',
    signedAtMs: Date.UTC(2026, 10, 21),
  }
  interface Page {
    onLoad(query: object): void
    onShow(): void
  }
  const pageOf = (page: Rendered): Page => page.instance as unknown as Page

  async function openOther(query: object): Promise<Rendered> {
    const page = mount('pages/contract/other')
    pageOf(page).onLoad(query)
    await settled()
    return page
  }

  it.each([
    ['none', { ok: true, state: 'none' }],
    ['a signed one', SIGNED],
  ])('are listed beside %s, and each leads to a page of its own', async (_, current) => {
    wechat.answer('queryContract', { ...current, otherContracts: [OTHER] })
    const page = await open('pages/contract/index')
    expect(text(page)).toContain('其他商户的免密支付')
    expect(text(page)).toMatch(/商户号 1900000110.*2026年11月21日 08:00 开通/)
    await tap(page, '.other')
    expect(wechat.of('navigateTo')).toEqual([
      { url: '/pages/contract/other?out_contract_code=Other1&sub_mchid=1900000110' },
    ])
  })

  it('are not spoken of where there are none', async () => {
    wechat.answer('queryContract', SIGNED)
    expect(text(await open('pages/contract/index'))).not.toContain('其他商户')
  })

  it('are asked for anew on the way back from one of them, and only then', async () => {
    wechat.answer('queryContract', { ...SIGNED, otherContracts: [OTHER] })
    const page = await open('pages/contract/index')
    pageOf(page).onShow()
    await settled()
    expect(wechat.of('call queryContract')).toEqual([{}])
    await tap(page, '.other')
    wechat.answer('queryContract', SIGNED)
    pageOf(page).onShow()
    await settled()
    expect(wechat.of('call queryContract')).toEqual([{}, {}])
    expect(text(page)).not.toContain('其他商户')
    expect(text(page)).toContain('已开通免密支付')
  })

  it('are shown and closed by their code, under their name, without the terms of today', async () => {
    wechat.storage.set('wechatpay-entrust:attempt', {
      out_contract_code: CODE,
      startedAtMs: Date.now(),
      textHash: '',
      jumps: 1,
      hasReturned: false,
    })
    wechat.answer('queryContract', { ok: true, ...OTHER })
    wechat.answer('terminateContract', { ok: true, state: 'terminated', out_contract_code: 'Other1' })
    const page = await openOther({ out_contract_code: 'Other1', sub_mchid: '1900000110' })
    expect(wechat.of('call queryContract')).toEqual([{ out_contract_code: 'Other1' }])
    expect(text(page)).toMatch(/商户号 1900000110.*已开通免密支付.*2026年11月21日 08:00 开通/)
    expect(text(page)).not.toContain('单笔限额')
    const card = find(page, '.page__card')
    await tap(card, '.button--plain')
    await tap(card, '.button--danger')
    expect(wechat.of('call terminateContract')).toEqual([{ out_contract_code: 'Other1' }])
    expect(text(page)).toContain('免密支付已关闭')
    expect(text(page)).not.toContain('重新开通')
    // The attempt of another card is none of its business.
    expect(wechat.storage.size).toBe(1)
  })

  it('that are not there any more are not turned into a form', async () => {
    wechat.answer('queryContract', { ok: false, error: { code: 'NOT_FOUND', message: '', requestId: '' } })
    jest.spyOn(console, 'warn').mockImplementation()
    const page = await openOther({ out_contract_code: 'Other1', sub_mchid: '<b>' })
    expect(text(page)).toContain('没有找到这份免密支付')
    expect(text(page)).not.toMatch(/暂不开通|商户号/)
  })
})

describe.each(['pages/entrust/index', 'pages/contract/index'])('%s', (path) => {
  it.each([
    [2, 'navigateBack'],
    [1, 'exitMiniProgram'],
  ])('is left for where the user came from, never for a page like it (%d pages)', async (pages, api) => {
    wechat.pages = pages
    tell(await open(path), 'leave')
    await settled()
    expect(wechat.of(api)).toHaveLength(1)
    expect(wechat.of('redirectTo')).toEqual([])
  })

  it('tells how to leave where WeChat is too old to do it', async () => {
    Object.assign((globalThis as unknown as { wx: object }).wx, { exitMiniProgram: undefined })
    tell(await open(path), 'leave')
    await settled()
    expect(wechat.of('showToast')).toEqual([{ title: '可从右上角离开', icon: 'none' }])
  })
})
