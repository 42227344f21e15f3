import { agreement } from '../../../../miniprogram/entrust/merchant/agreement'
import { buttonsOf } from '../../../../miniprogram/entrust/journey/buttons'
import { formatTime } from '../../../../miniprogram/entrust/view/places'
import { agreementOf, priceOf, riskText, termRows } from '../../../../miniprogram/entrust/view/termRows'
import { terms } from '../../../../miniprogram/entrust/merchant/terms'
import type { Terms } from '../../../../miniprogram/entrust/merchantShapes'
import * as texts from '../../../../miniprogram/entrust/view/texts'
import { CODE, journeyIn, KINDS, STATES } from '../../support/journeys'
import { inOurWords, RECURRING } from '../../support/terms'

const CONTRACT = {
  out_contract_code: CODE,
  signedAtMs: 1_795_241_999_000,
  terminatedAtMs: 1_795_242_999_000,
  contractExpiresAtMs: Date.parse('2027-11-20T16:00:00Z'),
}
const BOTH: [string, Terms][] = [
  ['per use', terms],
  ['recurring', RECURRING],
]
/** Widths in Chinese characters: Latin letters, digits and blanks are about half as wide. */
const width = (text: string): number => Array.from(text).reduce((sum, char) => sum + (char < '\u0100' ? 0.55 : 1), 0)

function everyText(given: Terms): string[] {
  const words = KINDS.flatMap((kind) => {
    const { title, body } = texts.wordsOf(STATES[kind], CONTRACT, inOurWords(given))
    const labels = buttonsOf(journeyIn(kind)).map(
      (button) => texts.labelOf(button, journeyIn(kind), inOurWords(given)) ?? '',
    )
    return [title, body, ...labels]
  })
  const { title, paragraphs } = agreementOf(agreement, given)
  const question = texts.closeQuestion(inOurWords(given))
  return [...words, title, ...paragraphs, question.title, question.body, riskText(given), texts.wayInWechat(given)]
}

describe.each(BOTH)('texts of terms that are %s', (_, given) => {
  it.each(KINDS)('has a title of at most 12 characters and a body of at most two lines for %s', (kind) => {
    const { title, body } = texts.wordsOf(STATES[kind], CONTRACT, inOurWords(given))
    expect(width(title)).toBeGreaterThan(0)
    expect(width(title)).toBeLessThanOrEqual(12)
    expect(body).not.toBe('')
    // 15 px on 295 px; what a developer reads may be longer.
    if (kind !== 'misconfigured') expect(width(body)).toBeLessThanOrEqual(38)
  })

  it('has a label for every button among the buttons of a state', () => {
    for (const kind of KINDS) {
      for (const button of buttonsOf(journeyIn(kind))) {
        if (['agree', 'read', 'stopReading'].includes(button)) continue
        expect(texts.labelOf(button, journeyIn(kind), inOurWords(given))).toBeTruthy()
      }
    }
  })

  it.each(['免费', '必须', '推荐开通', '才可', '验证'])('never says %s', (word) => {
    expect(everyText(given).filter((text) => text.includes(word))).toEqual([])
  })

  it('says 成功 nowhere before the server has confirmed', () => {
    const isConfirmed = (kind: string): boolean => ['signed', 'terminated'].includes(kind)
    for (const kind of KINDS.filter((each) => !isConfirmed(each))) {
      const { title, body } = texts.wordsOf(STATES[kind], CONTRACT, inOurWords(given))
      expect(title + body).not.toContain('成功')
    }
  })

  it('shows the way to close inside WeChat', () => {
    expect(texts.wayInWechat(given)).toContain('我 > 服务 > 钱包 > 支付设置 > ')
  })
})

describe('terms per use', () => {
  it('show what everyone must see', () => {
    expect(termRows(terms)).toEqual([
      { name: '收款方', value: terms.payee },
      { name: '用于', value: terms.purpose },
      { name: '何时扣款', value: terms.chargedWhen },
      { name: '单笔限额', value: `最高 ${terms.limitPerCharge}` },
      { name: '每日限额', value: `最高 ${terms.limitPerDay}` },
      { name: '扣款通知', value: terms.chargeNotice },
      { name: '如何关闭', value: terms.closing },
    ])
    expect(priceOf(terms)).toBeNull()
  })

  it('name the three risks: small charges, charges unnoticed, a phone and account in other hands', () => {
    for (const word of ['小额', '察觉', '留意', '手机', '账号']) expect(riskText(terms)).toContain(word)
  })

  it('promise nothing that happens without the user', () => {
    const said = everyText(terms).concat(Object.values(terms))
    expect(said.filter((text) => /自动|到期/.test(text))).toEqual([])
  })
})

describe('recurring terms', () => {
  it('begin with dates, the promise to remind and the way out, and leave out nothing', () => {
    expect(termRows(RECURRING)).toEqual([
      { name: '首次扣款', value: '2026年11月21日' },
      { name: '下次扣款', value: '2026年12月21日' },
      { name: '扣款提醒', value: '每次扣款前至少 5 天' },
      { name: '如何关闭', value: RECURRING.closing },
      ...termRows(terms)
        .filter(({ name }) => name !== '如何关闭')
        .map(({ name, value }) =>
          name === '用于'
            ? { name, value: '月度会员' }
            : name === '何时扣款'
              ? { name, value: '每月21日' }
              : { name, value },
        ),
    ])
    expect(priceOf(RECURRING)).toEqual({ amount: '¥15', cycle: '每月' })
  })

  it('say in their risk what goes on, and that it can be ended', () => {
    expect(riskText(RECURRING)).toBe('到期将自动扣款 ¥15/每月。请留意扣款提醒，不需要时可随时关闭。')
  })

  it('are never called 免密', () => {
    expect(everyText(RECURRING).filter((text) => text.includes('免密'))).toEqual([])
  })
})

describe('the request id', () => {
  it('is shown by its last six characters only', () => {
    const { body } = texts.wordsOf(
      { kind: 'systemError', requestId: 'abcdefgh-123456', during: 'load' },
      undefined,
      inOurWords(terms),
    )
    expect(body).toBe('请稍后再试 · 客服编号 123456')
  })

  it('is left out where there is none', () => {
    expect(
      texts.wordsOf({ kind: 'systemError', requestId: '', during: 'load' }, undefined, inOurWords(terms)).body,
    ).toBe('请稍后再试')
  })
})

describe('a wait', () => {
  it.each([
    [1, '请 1 秒后再试'],
    [59, '请 59 秒后再试'],
    [60, '请约 1 分钟后再试'],
    [299, '请约 5 分钟后再试'],
  ])('of %d s is told as a person would', (secondsLeft, text) => {
    const state = { kind: 'busy', untilMs: 0, secondsLeft, during: 'load' } as const
    expect(texts.wordsOf(state, undefined, inOurWords(terms)).body).toBe(text)
  })
})

describe('a session that is over', () => {
  it.each([
    [true, '微信支付账号与当前账号不一致，请用本人微信重新开通'],
    [false, '请重新开通'],
  ])('tells whether someone else signed (%s)', (isOtherSigner, text) => {
    expect(texts.wordsOf({ kind: 'expired', isOtherSigner }, undefined, inOurWords(terms)).body).toBe(text)
  })
})

describe('formatTime', () => {
  it.each([
    [Date.parse('2026-11-21T06:20:59Z'), '2026年11月21日 14:20'],
    [Date.parse('2026-12-31T16:05:00Z'), '2027年1月1日 00:05'],
  ])('gives the time of China, wherever the phone is', (ms, text) => {
    expect(formatTime(ms)).toBe(text)
  })
})

describe('a time the server did not tell', () => {
  it('is not made up', () => {
    const without = {
      out_contract_code: CODE,
      signedAtMs: undefined,
      terminatedAtMs: undefined,
      contractExpiresAtMs: undefined,
    }
    expect(texts.wordsOf(STATES.signed, without, inOurWords(terms)).body).toBe('限额内付款无需输入密码')
    expect(texts.wordsOf(STATES.terminated, without, inOurWords(terms)).body).toBe('之后付款需输入密码')
  })
})

describe('a contract that ends by itself', () => {
  it.each(['signed', 'askClose', 'alreadySigned'] as const)(
    'says until when, by the calendar of China, in %s',
    (kind) => {
      expect(texts.wordsOf(STATES[kind], CONTRACT, inOurWords(terms)).body).toMatch(/\n有效期至 2027-11-21$/)
    },
  )

  it.each(KINDS)('says it of what is signed only: %s', (kind) => {
    const isSigned = ['signed', 'askClose', 'alreadySigned'].includes(kind)
    expect(texts.wordsOf(STATES[kind], CONTRACT, inOurWords(terms)).body.includes('有效期')).toBe(isSigned)
  })

  it('is told of only where the server told it', () => {
    const { body } = texts.wordsOf(STATES.signed, { ...CONTRACT, contractExpiresAtMs: undefined }, inOurWords(terms))
    expect(body).toBe('2026年11月21日 14:19 开通')
  })
})
