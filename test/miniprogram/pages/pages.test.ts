import type { Rendered } from 'miniprogram-simulate'
import { fakeWx, type FakeWx } from '../support/fakeWx'
import { CODE } from '../support/journeys'
import { mount, settled, text, unmountAll } from '../support/mount'

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
    expect(wechat.of('showToast')).toEqual([{ title: '好的，需要时随时可以开通', icon: 'none' }])
  })

  it('goes on to what is signed where no page lies behind it', async () => {
    tell(await open('pages/entrust/index'), 'leave')
    await settled()
    expect(wechat.of('redirectTo')).toEqual([{ url: '/pages/contract/index' }])
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

  it.each([
    [2, 'navigateBack'],
    [1, 'redirectTo'],
  ])('is left for what lies behind it (%d pages)', async (pages, api) => {
    wechat.pages = pages
    tell(await open('pages/contract/index'), 'leave')
    await settled()
    expect(wechat.of(api)).toHaveLength(1)
  })
})
