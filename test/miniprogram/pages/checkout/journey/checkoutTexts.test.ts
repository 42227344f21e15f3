import { buttonsOf, signButtonOf } from '../../../../../miniprogram/pages/checkout/journey/checkoutButtons'
import type { Checkout, Kind, SignState } from '../../../../../miniprogram/pages/checkout/journey/checkoutState'
import {
  formatFen,
  labelOf,
  noteOf,
  signText,
  voiceOf,
  wordsOf,
  type Voice,
} from '../../../../../miniprogram/pages/checkout/journey/checkoutTexts'
import { toView, type View } from '../../../../../miniprogram/pages/checkout/journey/checkoutView'
import type { CheckoutWords } from '../../../../../miniprogram/entrust/view/texts'
import { terms } from '../../../../../miniprogram/entrust/merchant/terms'
import type { Terms } from '../../../../../miniprogram/entrust/merchantShapes'
import { checkoutIn, KINDS, NUMBER, orderOf, STATES } from '../../../support/checkouts'
import { inOurWords, RECURRING } from '../../../support/terms'

const SIGNS: SignState[] = ['asking', 'signed', 'notSigned', 'unsure']
const BOTH: [string, Terms][] = [
  ['per use', terms],
  ['recurring', RECURRING],
]
const PAID = orderOf('paid')
/** Widths in Chinese characters: Latin letters, digits and blanks are about half as wide. */
const width = (text: string): number => Array.from(text).reduce((sum, char) => sum + (char < '\u0100' ? 0.55 : 1), 0)

function everyText(given: Terms): string[] {
  const words = KINDS.flatMap((kind) => {
    const { title, body } = wordsOf(STATES[kind], PAID, inOurWords(given))
    return [
      title,
      body,
      ...buttonsOf(STATES[kind]).map((button) => labelOf(button, STATES[kind], PAID, inOurWords(given))),
    ]
  })
  const signs = SIGNS.flatMap((sign) => {
    const state = { kind: 'paid', sign } as const
    const button = signButtonOf(state)
    return [signText(sign, inOurWords(given)), ...(button ? [labelOf(button, state, PAID, inOurWords(given))] : [])]
  })
  const notes = [checkoutIn('unpaid', { mayBeOffered: true }), checkoutIn('underContract')]
  return [...words, ...signs, ...notes.map((checkout) => noteOf(checkout, inOurWords(given)))]
}

describe('formatFen', () => {
  it.each([
    [1250, '¥12.50'],
    [1, '¥0.01'],
    [100, '¥1.00'],
    [99, '¥0.99'],
    [1_000_005, '¥10000.05'],
    // Where floating point would be a fen short.
    [115, '¥1.15'],
    [2_029, '¥20.29'],
  ])('gives %i fen as %s', (fen, text) => {
    expect(formatFen(fen)).toBe(text)
  })
})

describe.each(BOTH)('words for terms that are %s', (_, given) => {
  it.each(KINDS)('has a title of at most 12 characters and a body of at most two lines for %s', (kind) => {
    const { title, body } = wordsOf(STATES[kind], PAID, inOurWords(given))
    expect(width(title)).toBeGreaterThan(0)
    expect(width(title)).toBeLessThanOrEqual(12)
    expect(body).not.toBe('')
    expect(width(body)).toBeLessThanOrEqual(38)
  })

  it.each(['免费', '必须', '推荐', '才可', '验证', '立即', 'undefined'])('never says %s', (word) => {
    expect(everyText(given).filter((text) => text.includes(word))).toEqual([])
  })

  it('has no empty word', () => {
    expect(everyText(given).every((text) => text !== '')).toBe(true)
  })
})

describe('what only the server may say', () => {
  it('成功 is said of what is paid, and of nothing else', () => {
    for (const kind of KINDS) {
      const { title, body } = wordsOf(STATES[kind], PAID, inOurWords(terms))
      expect((title + body).includes('成功')).toBe(kind === 'paid')
    }
  })

  it('已开通 is said of what is signed, and of nothing else', () => {
    for (const sign of SIGNS) expect(signText(sign, inOurWords(terms)).includes('已开通')).toBe(sign === 'signed')
  })
})

it('speaks of the payment: 开通 is a word of the offer and of nothing else', () => {
  for (const kind of KINDS) {
    const { title, body } = wordsOf(STATES[kind], PAID, inOurWords(terms))
    expect(title + body).not.toContain('开通')
  }
})

it('an order that cannot be paid, such as one under a contract that is over, leaves a way to go on', () => {
  const { title, body } = wordsOf(STATES.unavailable, undefined, inOurWords(terms))
  expect([title, body]).toEqual(['暂时无法支付', '可重新下单再试，仍不能支付请联系客服'])
})

it('says after the payment what became of the offer, without pressure', () => {
  expect(SIGNS.map((sign) => signText(sign, inOurWords(terms)))).toEqual([
    '正在查询开通结果',
    '已开通免密支付',
    '未开通免密支付',
    '开通结果还在确认中',
  ])
  expect(signText('none', inOurWords(terms))).toBe('')
})

it('says before the payment that an offer may come, and that it can be left', () => {
  expect(noteOf(checkoutIn('unpaid', { mayBeOffered: true }), inOurWords(terms))).toBe(
    '支付后微信支付可能会邀请你开通免密支付，你可以不开通',
  )
})

it('calls what is recurring by its own name', () => {
  expect(everyText(RECURRING).filter((text) => text.includes('免密'))).toEqual([])
})

describe('toView', () => {
  const viewIn = (kind: Kind, more: Partial<Checkout> = {}): View =>
    toView(checkoutIn(kind, more), inOurWords(terms), 1)
  const viewOfSign = (sign: SignState): View => toView(checkoutIn({ kind: 'paid', sign }), inOurWords(terms), 1)
  const labels = ({ buttons }: View): string[] => buttons.map(({ label }) => label)

  it.each<[Kind, string[]]>([
    ['loading', []],
    ['unpaid', ['支付 ¥12.50', '暂不支付']],
    ['underContract', ['免密支付 ¥12.50', '使用密码支付', '暂不支付']],
    ['preparing', []],
    ['paying', ['刷新结果']],
    ['confirming', ['刷新结果', '返回']],
    ['unsure', ['刷新结果', '返回']],
    ['paid', ['完成']],
    ['closed', ['返回']],
    ['refunded', ['返回']],
    ['notFound', ['返回']],
    ['unavailable', ['返回']],
    ['busy', ['返回']],
    ['offline', ['重试', '返回']],
    ['slow', ['刷新结果', '返回']],
    ['systemError', ['重试', '返回']],
    ['oldClient', ['返回']],
  ])('shows %s with its buttons', (kind, expected) => {
    expect(labels(viewIn(kind))).toEqual(expected)
    expect(viewIn(kind).kind).toBe(kind)
  })

  it('shows what is paid for, by whom it is taken, and how much it is', () => {
    expect(viewIn('unpaid')).toMatchObject({
      amount: '¥12.50',
      rows: [
        { name: '收款方', value: terms.payee },
        { name: '商品', value: '单车骑行 12 分钟' },
        { name: '订单号', value: NUMBER },
      ],
    })
  })

  it('shows that password-free payment is on, and what one tap does', () => {
    const view = viewIn('underContract')
    expect(view.rows.at(-1)).toMatchObject({ name: '付款方式', value: '免密支付（已开通）' })
    expect(view.body).toBe('确认后直接付款，无需输入密码')
    expect(view.buttons.map(({ look }) => look)).toEqual(['main', 'plain', 'text'])
  })

  it.each([
    [false, 'failed', '这次支付没有完成，可以再试，或使用密码支付'],
    // The password is no choice there.
    [true, 'failed', '这次支付没有完成，可以再试'],
    [true, 'none', '确认后直接付款，无需输入密码'],
  ] as const)('proposes the password only where it is a choice: fixed %s, %s', (isFixed, word, body) => {
    const view = toView(checkoutIn({ kind: 'underContract', word, isFixed }), inOurWords(terms), 1)
    expect(view.body).toBe(body)
    expect(labels(view).includes('使用密码支付')).toBe(!isFixed)
  })

  it('has the price of the order on its button, whatever the terms call an amount', () => {
    const { buttons } = toView(checkoutIn('unpaid'), inOurWords(RECURRING), 1)
    expect(buttons[0]?.label).toBe('支付 ¥12.50')
  })

  it('shows nothing of an order it does not know', () => {
    expect(viewIn('loading', { order: undefined })).toMatchObject({ amount: '', rows: [] })
  })

  it('tells of the offer before the payment, and there only, and only who may be offered it', () => {
    for (const kind of KINDS) {
      const ofContract = kind === 'underContract' ? '微信支付仍可能要求输入密码' : ''
      expect(viewIn(kind, { mayBeOffered: true }).note.includes('邀请')).toBe(kind === 'unpaid')
      expect(viewIn(kind).note).toBe(ofContract)
    }
  })

  it('has a line for the signing only after the payment, and only where there was an offer', () => {
    for (const kind of KINDS) expect(viewIn(kind).sign).toBeNull()
    for (const sign of SIGNS)
      expect(viewOfSign(sign).sign).toMatchObject({ kind: sign, text: signText(sign, inOurWords(terms)) })
  })

  it.each<[SignState, string | undefined]>([
    ['asking', undefined],
    ['signed', '管理免密支付'],
    ['notSigned', '去开通'],
    ['unsure', '刷新'],
  ])('offers on that line what can be done: %s', (sign, label) => {
    expect(viewOfSign(sign).sign?.button?.label).toBe(label)
  })

  it('gives a sign and a word to every state but the form: never colour alone', () => {
    for (const kind of KINDS.filter((each) => each !== 'unpaid' && each !== 'underContract')) {
      expect(viewIn(kind).mark).not.toBe('none')
      expect(viewIn(kind).title).not.toBe('')
    }
  })

  it('speaks every button in a whole sentence, and makes the way on the main one', () => {
    expect(viewIn('unpaid').buttons).toEqual([
      { name: 'pay', label: '支付 ¥12.50', spoken: '支付 ¥12.50，按钮', look: 'main' },
      { name: 'leave', label: '暂不支付', spoken: '暂不支付，按钮', look: 'plain' },
    ])
    expect(viewIn('confirming').buttons[0]?.look).toBe('plain')
  })

  it('holds nothing that setData would refuse, and nothing of the contract', () => {
    for (const kind of KINDS) {
      const made = viewIn(kind, { out_contract_code: 'secret-code' })
      expect(JSON.parse(JSON.stringify(made))).toEqual(made)
      expect(JSON.stringify(made)).not.toContain('secret-code')
    }
  })
})

describe('words of the merchant', () => {
  const voiced = (words: CheckoutWords): { voice: Voice; warnings: string[] } => {
    const warnings: string[] = []
    return { voice: voiceOf(terms, words, (text) => warnings.push(text)), warnings }
  }

  it('are said in place of ours, with the same places', () => {
    const words = {
      'unpaid.title': '等你付款',
      'buttons.pay': '付{price}',
      'buttons.leavePaid': '好的',
      'sign.signed': '{product}好了',
      'offer.text': '付完可能问你要不要{product}',
      'offline.title': '没网了',
    } satisfies CheckoutWords
    const { voice, warnings } = voiced(words)
    expect(warnings).toEqual([])
    expect(toView(checkoutIn('unpaid', { mayBeOffered: true }), voice, 1)).toMatchObject({
      title: '等你付款',
      body: '请核对后支付',
      note: '付完可能问你要不要免密支付',
      buttons: [{ label: '付 ¥12.50' }, { label: '暂不支付' }],
    })
    const paid = toView(checkoutIn({ kind: 'paid', sign: 'signed' }), voice, 1)
    expect([paid.sign?.text, paid.buttons[0]?.label]).toEqual(['免密支付好了', '好的'])
    expect(toView(checkoutIn('offline'), voice, 1).title).toBe('没网了')
  })

  it('that do not fit are told to the developer, and the order can be paid in ours', () => {
    const { voice, warnings } = voiced({ 'unpaid.title': '这一个标题实在是太长太长了', 'paid.title': '{nothing}' })
    expect(warnings).toEqual(['文案 unpaid.title 不能超过 12 个字', '文案 paid.title 里没有可用的 {nothing}'])
    expect(toView(checkoutIn('unpaid'), voice, 1).title).toBe('待支付')
  })

  it('all of ours fit', () => {
    const ours = {
      'paid.body': '{paid}',
      'unpaid.body': '{last}',
      'busy.body': '{secondsLeft}',
      'sign.unsure': '在查',
    } as const
    expect(voiced(ours).warnings).toEqual([])
  })

  it('do not even compile where there is no such word', () => {
    // @ts-expect-error -- a state of the card
    expect(voiced({ 'unsigned.title': 'x' }).warnings).toHaveLength(1)
  })
})
