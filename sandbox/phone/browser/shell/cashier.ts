// SHELL: a cashier of our own in the place of WeChat Pay's: pay or not; then, where it is offered, open password-free payment
// or not. Under a contract that carries the order it asks nothing, and pays. Plainly a stand-in, and nothing it is told about the
// contract goes back to the mini-program.
import { say } from '../../texts/texts'
import type { Bill, NewEntry, Offer } from '../../wire'
import type { Answer } from '../protocol'
import { inWords, methodOf } from './cashierWords'
import { make } from './dom'
import type { Layers } from './layer'

interface CashierDeps {
  layers: Layers
  /** Whether WeChat would open the cashier for these parameters. */
  open: (payment: Record<string, unknown>) => Promise<{ bill: Bill } | { problem: string }>
  pay: (bill: Bill) => Promise<{ offer?: Offer }>
  answerOffer: (answer: 'sign' | 'refuse', offer: Offer) => Promise<unknown>
  tell: (entry: NewEntry) => void
}

const PAID: Answer = { ok: true, confirmed: true }
const CANCELLED: Answer = { ok: false, reason: 'cancel' }

/** @returns what `wx.requestPayment` comes to */
export async function askToPay(payment: Record<string, unknown>, deps: CashierDeps): Promise<Answer> {
  const opened = await deps.open(payment).catch((error: unknown) => ({ problem: wordsOf(error) }))
  if ('problem' in opened) {
    deps.tell({ tone: 'bad', text: say('paymentRefused'), detail: [opened.problem] })
    return { ok: false, reason: opened.problem }
  }
  const sheet = new CashierSheet(opened.bill, deps)
  return deps.layers.show<Answer>({ draw: sheet.draw, dismissed: () => sheet.answer, place: 'bottom' })
}

class CashierSheet {
  /** What the mini-program is told if the sheet closes now. */
  answer: Answer = CANCELLED
  readonly #box = make('div', { className: 'cashier' })
  #finish: (answer: Answer) => void = () => undefined

  constructor(
    private readonly bill: Bill,
    private readonly deps: CashierDeps,
  ) {}

  readonly draw = (finish: (answer: Answer) => void): HTMLElement => {
    this.#finish = finish
    this.#box.setAttribute('aria-labelledby', 'cashier-title')
    if (this.bill.password === 'notAsked') this.#payUnasked()
    else this.#showBill()
    return this.#box
  }

  #showBill(): void {
    this.#show('确认付款（模拟）', [
      ...this.#billParts(),
      button('支付', 'cashier-main', () => void this.#pay()),
      button('取消', 'cashier-quiet', () => this.#cancel()),
    ])
  }

  /** The tap on the page was the only one. */
  #payUnasked(): void {
    const now = make('p', { textContent: '正在付款…' })
    now.setAttribute('role', 'status')
    this.#show('免密支付（模拟）', [...this.#billParts(), now])
    void this.#pay()
  }

  #billParts(): HTMLElement[] {
    const { description, payee, total } = this.bill
    return [
      make('p', { className: 'cashier-amount', textContent: yuan(total) }),
      rows([
        ['商品', description],
        ['收款方', payee],
        ['验证方式', methodOf(this.bill)],
      ]),
    ]
  }

  async #pay(): Promise<void> {
    this.#busy()
    try {
      const { offer } = await this.deps.pay(this.bill)
      this.answer = PAID
      if (offer) this.#showOffer(offer)
      else this.#showPaid()
    } catch (error) {
      const reason = inWords(wordsOf(error))
      this.answer = { ok: false, reason }
      this.#show('没有付款成功', [
        make('p', { textContent: reason }),
        button('关闭', 'cashier-main', () => this.#finish(this.answer)),
      ])
    }
  }

  #showPaid(): void {
    const amount = make('p', { className: 'cashier-amount', textContent: yuan(this.bill.total) })
    this.#show('支付成功', [
      ...(this.bill.password === 'notAsked' ? this.#billParts() : [amount]),
      button('完成', 'cashier-main', () => this.#finish(this.answer)),
    ])
  }

  /** Nothing is ticked for the user. */
  #showOffer(offer: Offer): void {
    this.deps.tell({ tone: 'plain', text: say('offered'), detail: [say('afterPayment')] })
    const box = make('input', { type: 'checkbox', id: 'cashier-agree' })
    const hint = make('p', { className: 'cashier-hint' })
    hint.setAttribute('role', 'status')
    this.#show('支付成功', [
      make('p', { className: 'cashier-amount', textContent: yuan(this.bill.total) }),
      make('h4', { textContent: '开通免密支付（模拟）' }),
      make('p', { textContent: '下次在此商户付款，不用再输密码。可随时关闭。' }),
      make('label', { className: 'cashier-agree', htmlFor: box.id }, box, '我已阅读并同意《委托扣款协议》'),
      hint,
      button('开通', 'cashier-main', () => {
        if (box.checked) void this.#answer('sign', offer)
        else hint.textContent = '请先勾选协议'
      }),
      button('不开通', 'cashier-quiet', () => void this.#answer('refuse', offer)),
    ])
  }

  async #answer(answer: 'sign' | 'refuse', offer: Offer): Promise<void> {
    this.#busy()
    try {
      await this.deps.answerOffer(answer, offer)
      this.#finish(this.answer)
    } catch (error) {
      this.#show('没有开通', [
        make('p', { textContent: inWords(wordsOf(error)) }),
        button('完成', 'cashier-main', () => this.#finish(this.answer)),
      ])
    }
  }

  #cancel(): void {
    this.deps.tell({ tone: 'warn', text: say('paymentCancelled'), detail: ['requestPayment:fail cancel'] })
    this.#finish(this.answer)
  }

  #busy(): void {
    for (const one of this.#box.querySelectorAll('button')) one.disabled = true
  }

  #show(title: string, parts: readonly HTMLElement[]): void {
    const note = make('p', { className: 'cashier-note', textContent: '本地模拟，不是微信支付，不会扣款。' })
    this.#box.replaceChildren(note, make('h3', { id: 'cashier-title', textContent: title }), ...parts)
    this.#box.focus()
  }
}

function rows(entries: readonly (readonly [string, string])[]): HTMLElement {
  const list = make('dl', { className: 'cashier-rows' })
  for (const [name, value] of entries) {
    list.append(make('dt', { textContent: name }), make('dd', { textContent: value }))
  }
  return list
}

const button = (textContent: string, className: string, onclick: () => void): HTMLElement =>
  make('button', { type: 'button', className, textContent, onclick })

const yuan = (fen: number): string => `¥${(fen / 100).toFixed(2)}`
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
