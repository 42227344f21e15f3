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
