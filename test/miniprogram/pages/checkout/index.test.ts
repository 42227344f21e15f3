// The checkout as its user meets it: the real WXML, the real reducer, and a WeChat that does what the test says.
import type { Rendered } from 'miniprogram-simulate'
import type { View } from '../../../../miniprogram/pages/checkout/journey/checkoutView'
import { NUMBER, orderOf, PAYMENT } from '../../support/checkouts'
import { fakeWx, type FakeWx } from '../../support/fakeWx'
import { CODE } from '../../support/journeys'
import { elements, find, mount, settled, tap, text, unmountAll } from '../../support/mount'

interface Page {
  onLoad(query: { out_trade_no?: string }): void
  onShow(): void
  onHide(): void
  onUnload(): void
  setData(data: object): void
}

let wechat: FakeWx
const opened: Rendered[] = []
beforeEach(() => {
  wechat = fakeWx()
  wechat.answer('queryOrder', { ok: true, ...orderOf('unpaid') })
  wechat.answer('payRedirectSign', { ok: true, payment: PAYMENT, presigned: true, out_contract_code: CODE })
})
afterEach(() => {
  // A page that goes on asking would ask the WeChat of the next test.
  for (const page of opened.splice(0)) pageOf(page).onUnload()
  unmountAll()
})

const pageOf = (page: Rendered): Page => page.instance as unknown as Page
const viewOf = (page: Rendered): View => (page.data as { view: View }).view

/** As WeChat opens it. */
async function open(query: { out_trade_no?: string } = { out_trade_no: NUMBER }): Promise<Rendered> {
  const page = mount('pages/checkout/index')
  opened.push(page)
  pageOf(page).onLoad(query)
  pageOf(page).onShow()
  await settled()
  return page
}

async function pay(sign: object, order: object = { ok: true, ...orderOf('paid') }): Promise<Rendered> {
  const page = await open()
  await tap(page, '.button--main')
  wechat.answer('queryOrder', order)
  wechat.answer('queryContract', sign)
  wechat.closeCashier()
  await settled()
  return page
}

/** Questions about the offer; what the user has at all is asked once, without a code. */
const askedOfOffer = (): unknown[] =>
  wechat.of('call queryContract').filter((data) => (data as { out_contract_code?: string }).out_contract_code)

const SIGNED = { ok: true, state: 'signed', out_contract_code: CODE }

it('shows the order, its price on the button, and what WeChat Pay may ask later', async () => {
  const page = await open()
  expect(text(page)).toContain('单车骑行 12 分钟')
  expect(find(page, '.amount').dom.textContent).toBe('¥12.50')
  expect(find(page, '.button--main').dom.textContent).toBe('支付 ¥12.50')
  expect(text(page)).toContain('支付后微信支付可能会邀请你开通免密支付，你可以不开通')
  expect(wechat.of('call queryOrder')).toEqual([{ out_trade_no: NUMBER }])
  expect(wechat.of('call payRedirectSign')).toEqual([])
  expect(wechat.of('setNavigationBarTitle')).toEqual([{ title: '订单支付' }])
})

it.each(['signed', 'closing'])('says nothing of an offer to who has one (%s)', async (state) => {
  wechat.answer('queryContract', { ok: true, state, out_contract_code: CODE })
  const page = await open()
  expect(text(page)).toContain('待支付')
  expect(text(page)).not.toContain('邀请')
  expect(wechat.of('call queryContract')).toEqual([{}])
})

it('shows that password-free payment is on, pays at one tap, and says so only once the server does', async () => {
  wechat.answer('queryOrder', { ok: true, ...orderOf('unpaid'), contract: 'inForce' })
  wechat.answer('payWithContract', { ok: true, payment: PAYMENT, with: 'contract' })
  const page = await open()
  expect(text(page)).toContain('免密支付（已开通）')
  expect(find(page, '.button--main').dom.textContent).toBe('免密支付 ¥12.50')
  await tap(page, '.button--main')
  wechat.closeCashier()
  await settled()
  expect(text(page)).toContain('正在确认支付结果')
  wechat.answer('queryOrder', { ok: true, ...orderOf('paid') })
  await tap(page, '.button--plain')
  expect(text(page)).toContain('支付成功')
  expect(wechat.of('call payWithContract')).toEqual([{ out_trade_no: NUMBER }])
  expect(wechat.of('call payRedirectSign')).toEqual([])
})

it('pays with the password instead where the user wants that', async () => {
  wechat.answer('queryOrder', { ok: true, ...orderOf('unpaid'), contract: 'inForce' })
  await tap(await open(), '.button--plain')
  expect(wechat.of('requestPayment')).toEqual([expect.objectContaining(PAYMENT)])
  expect(wechat.of('call payRedirectSign')).toEqual([{ out_trade_no: NUMBER }])
  expect(wechat.of('call payWithContract')).toEqual([])
})

it('calls the number of the service at a tap on it', async () => {
  await tap(await open(), '.service')
  expect(wechat.of('makePhoneCall')).toEqual([expect.objectContaining({ phoneNumber: '400-000-0000' })])
})

it('pays with the parameters of the server, and shows what the server says', async () => {
  const page = await pay(SIGNED)
  expect(wechat.of('requestPayment')).toEqual([expect.objectContaining(PAYMENT)])
  expect(wechat.of('call payRedirectSign')).toEqual([{ out_trade_no: NUMBER }])
  expect(text(page)).toContain('支付成功')
  expect(text(page)).toContain('2026年11月21日 14:20 支付')
  expect(text(page)).toContain('已开通免密支付')
  expect(askedOfOffer()).toEqual([{ out_contract_code: CODE }])
  await tap(page, '.sign .button')
  expect(wechat.of('navigateTo')).toEqual([{ url: '/pages/contract/index' }])
})

it("does not take WeChat's word for a payment", async () => {
  const page = await pay(SIGNED, { ok: true, ...orderOf('unpaid') })
  expect(text(page)).toContain('正在确认支付结果')
  expect(text(page)).not.toContain('成功')
  expect(askedOfOffer()).toEqual([])
})

it('asks for one payment where the user taps twice', async () => {
  const page = await open()
  const button = find(page, '.button--main')
  button.dispatchEvent('tap')
  button.dispatchEvent('tap')
  await settled()
  expect(wechat.of('call payRedirectSign')).toHaveLength(1)
  expect(wechat.of('requestPayment')).toHaveLength(1)
})

it('goes quietly back where the user gives up, and pays at the next tap', async () => {
  const page = await open()
  await tap(page, '.button--main')
  wechat.closeCashier('requestPayment:fail cancel')
  await settled()
  expect(text(page)).toContain('你取消了支付，可以随时再付')
  expect(wechat.of('showToast')).toEqual([])
  await tap(page, '.button--main')
  expect(wechat.of('requestPayment')).toHaveLength(2)
})

it('killed while the cashier is open, tells all the same what became of the offer, once', async () => {
  const page = await open()
  await tap(page, '.button--main')
  unmountAll()
  wechat.answer('queryOrder', { ok: true, ...orderOf('paid') })
  wechat.answer('queryContract', SIGNED)
  expect(text(await open())).toContain('已开通免密支付')
  expect(askedOfOffer()).toEqual([{ out_contract_code: CODE }])
  expect(wechat.storage.size).toBe(0)
  await open()
  expect(askedOfOffer()).toHaveLength(1)
})

it('says nothing of signing where nothing was pre-signed', async () => {
  wechat.answer('payRedirectSign', { ok: true, payment: PAYMENT, presigned: false })
  const page = await pay(SIGNED)
  expect(text(page)).toContain('支付成功')
  expect(text(page)).not.toContain('免密')
  expect(askedOfOffer()).toEqual([])
})

it('has a plain word for who did not sign', async () => {
  const page = await pay({ ok: true, state: 'none' })
  expect(text(page)).toContain('未开通免密支付')
  await tap(page, '.sign .button')
  expect(wechat.of('navigateTo')).toEqual([{ url: '/pages/entrust/index' }])
})

it('asks again for the signing at every show', async () => {
  const page = await pay({ ok: true, state: 'closing', out_contract_code: CODE })
  expect(text(page)).toContain('结果还在确认中')
  wechat.answer('queryContract', SIGNED)
  pageOf(page).onHide()
  pageOf(page).onShow()
  await settled()
  expect(text(page)).toContain('已开通免密支付')
})

it('asks again for the signing at a tap', async () => {
  const page = await pay({ ok: true, state: 'closing', out_contract_code: CODE })
  wechat.answer('queryContract', SIGNED)
  await tap(page, '.sign .button')
  expect(viewOf(page).sign?.kind).toBe('signed')
})

it.each([
  ['closed', '订单已关闭'],
  ['refunded', '订单已退款'],
  ['paid', '支付成功'],
] as const)('offers no payment for what is %s', async (state, title) => {
  wechat.answer('queryOrder', { ok: true, ...orderOf(state) })
  const page = await open()
  expect(text(page)).toContain(title)
  expect(text(page)).not.toContain('支付 ¥')
})

it('shows that there is no such order, and calls nothing without a number', async () => {
  const page = await open({})
  expect(text(page)).toContain('没有找到订单')
  expect(wechat.of('call queryOrder')).toEqual([])
})

it('finds out why where the server refuses the payment', async () => {
  const page = await open()
  wechat.answer('payRedirectSign', { ok: false, error: { code: 'INVALID_INPUT', message: 'm', requestId: 'r' } })
  wechat.answer('queryOrder', { ok: true, ...orderOf('paid') })
  await tap(page, '.button--main')
  expect(text(page)).toContain('支付成功')
  expect(wechat.of('requestPayment')).toEqual([])
})

it.each([
  [2, 'navigateBack'],
  [1, 'exitMiniProgram'],
])('is left for what lies behind it (%d pages)', async (pages, api) => {
  wechat.pages = pages
  const page = await open()
  await tap(page, '.button--plain')
  expect(wechat.of(api)).toHaveLength(1)
})

it('says so where WeChat is too old', async () => {
  const { wx } = globalThis as unknown as { wx: { cloud?: object } }
  delete wx.cloud
  expect(text(await open())).toContain('微信版本过低')
})

it('sets the screen once for each state', async () => {
  const page = await open()
  const kinds: string[] = []
  const instance = pageOf(page)
  const setData = instance.setData.bind(instance)
  instance.setData = (data) => {
    kinds.push((data as { view: View }).view.kind)
    setData(data)
  }
  await tap(page, '.button--main')
  wechat.answer('queryOrder', { ok: true, ...orderOf('paid') })
  wechat.answer('queryContract', SIGNED)
  wechat.closeCashier()
  await settled()
  expect(kinds).toEqual(['preparing', 'paying', 'confirming', 'paid', 'paid'])
})

it('is silent once it is closed', async () => {
  const page = await open()
  await tap(page, '.button--main')
  pageOf(page).onUnload()
  const { length } = wechat.calls
  wechat.closeCashier()
  await settled()
  expect(wechat.calls).toHaveLength(length)
})

it('follows the type size of the user', async () => {
  wechat.appBaseInfo = { fontSizeScaleFactor: 1.4 }
  expect(viewOf(await open()).type.scale).toBe(1.4)
})

it('names every button for screen readers', async () => {
  const page = await pay(SIGNED)
  const buttons = [...elements(page.toJSON())].filter(({ tagName }) => tagName === 'wx-button')
  expect(buttons.length).toBe(2)
  for (const { attrs = [] } of buttons) {
    const label = attrs.find(({ name }) => name === 'aria-label' || name === 'ariaLabel')?.value
    expect(label).toMatch(/，按钮$/)
  }
})
