import type { Journey, Kind } from '../../../../miniprogram/entrust/journey/state'
import { terms } from '../../../../miniprogram/entrust/merchant/terms'
import type { Terms } from '../../../../miniprogram/entrust/merchantShapes'
import { toView, type View } from '../../../../miniprogram/entrust/view/toView'
import { HELD, journeyIn, KINDS, SESSION, STATES } from '../../support/journeys'
import { MERCHANT, RECURRING } from '../../support/terms'

const view = (journey: Journey, given: Terms = terms): View => toView(journey, { ...MERCHANT, terms: given }, 1)
const viewIn = (kind: Kind, more: Partial<Journey> = {}): View => view(journeyIn(kind, more))
const labels = ({ buttons }: View): string[] => buttons.map(({ label }) => label)

describe('toView', () => {
  it.each<[Kind, string[]]>([
    ['loading', []],
    ['unsigned', ['开通免密支付', '暂不开通']],
    ['preparing', []],
    ['leaving', []],
    ['ready', ['前往微信支付', '暂不开通']],
    ['refused', ['重新前往', '暂不开通']],
    ['confirming', ['刷新结果', '返回']],
    ['notSigned', ['继续开通', '刷新结果', '暂不开通']],
    ['signFailed', ['重试', '联系客服', '暂不开通']],
    ['unsure', ['刷新结果', '先离开']],
    ['signed', ['完成', '关闭免密支付']],
    ['closing', []],
    ['closeUnsure', ['再次关闭', '返回']],
    ['terminated', ['完成', '重新开通']],
    ['expired', ['重新开通', '暂不开通']],
    ['busy', ['返回']],
    ['unavailable', ['返回']],
    ['offline', ['重试', '返回']],
    ['slow', ['刷新结果', '返回']],
    ['systemError', ['重试', '联系客服', '返回']],
    ['oldClient', ['知道了']],
    ['misconfigured', []],
  ])('shows %s with its buttons', (kind, expected) => {
    expect(labels(viewIn(kind))).toEqual(expected)
  })

  it('puts closing first among the settings', () => {
    expect(labels(viewIn('signed', { purpose: 'manage' }))).toEqual(['关闭免密支付', '返回'])
  })

  it('asks before it closes: two equal buttons, and none beside them', () => {
    const { sheet, buttons } = viewIn('askClose')
    expect(buttons).toEqual([])
    expect(sheet?.buttons.map(({ label, look }) => [label, look])).toEqual([
      ['再想想', 'plain'],
      ['确认关闭', 'danger'],
    ])
  })

  it('makes leaving and signing again plain text where something else is the way on, and never closing', () => {
    const looks = (kind: Kind) => viewIn(kind).buttons.map(({ name, look }) => [name, look])
    expect(looks('terminated')).toEqual([
      ['leave', 'main'],
      ['again', 'text'],
    ])
    expect(looks('confirming')).toEqual([
      ['refresh', 'plain'],
      ['leave', 'text'],
    ])
    expect(looks('signed')).toEqual([
      ['leave', 'main'],
      ['manage', 'plain'],
    ])
    expect(looks('busy')).toEqual([['leave', 'plain']])
  })

  it('has a green tick for what is done alone: an arrow for one more step, a neutral sign for what is closed', () => {
    const done = KINDS.filter((kind) => viewIn(kind).mark === 'done')
    expect(done).toEqual(['signed', 'alreadySigned', 'askClose'])
    expect(viewIn('ready').mark).toBe('next')
    expect(viewIn('terminated').mark).toBe('off')
  })

  it('calls the third step done only once it is', () => {
    expect(viewIn('confirming').steps.map(({ name }) => name)).toEqual(['同意协议', '微信支付确认', '等待结果'])
  })

  it('shows price and period of what is recurring, and no price of anything else', () => {
    expect(view(journeyIn('unsigned'), RECURRING).price).toEqual({ amount: '¥15', cycle: '每月' })
    expect(viewIn('unsigned').price).toBeNull()
  })

  it('puts names above their values in large type, and lets titles grow less', () => {
    const typeAt = (scale: number) => toView(journeyIn('unsigned'), MERCHANT, scale).type
    expect(typeAt(1)).toEqual({ scale: 1, title: 1, isLarge: false })
    expect(typeAt(1.4)).toEqual({ scale: 1.4, title: 1.4, isLarge: true })
    expect(typeAt(2)).toEqual({ scale: 2, title: 1.4, isLarge: true })
  })

  it('gives 暂不开通 the same button as any other, never a faint one', () => {
    const [, decline] = viewIn('unsigned').buttons
    expect(decline).toMatchObject({ name: 'decline', look: 'plain', isBusy: false })
  })

  it('shows an empty box first', () => {
    expect(viewIn('unsigned').agree).toMatchObject({ isAgreed: false, hint: '' })
  })

  it('shows the terms, their risks and the box before anything is signed', () => {
    const { rows, risk, agree } = viewIn('unsigned')
    expect(rows).toHaveLength(7)
    expect(risk).not.toBe('')
    expect(agree?.spoken).toBe('我已阅读并同意《免密支付服务说明》《委托扣款协议》')
  })

  it('shows the terms again, and the other way to close, once it is signed', () => {
    for (const kind of ['signed', 'alreadySigned', 'askClose'] as const) {
      expect(viewIn(kind)).toMatchObject({ note: expect.stringContaining('支付设置') as string, risk: '' })
      expect(viewIn(kind).rows).toHaveLength(7)
    }
  })

  it("shows no terms beside a contract chosen by its code: they are today's, and may be those of another", () => {
    const chosen = { out_contract_code: 'Chosen1' }
    for (const kind of ['signed', 'askClose'] as const) {
      const made = view(journeyIn(kind, { purpose: 'manage', chosen }), RECURRING)
      expect(made).toMatchObject({ rows: [], price: null, isFootStuck: false })
      expect(made.note).toContain('支付设置')
    }
  })

  it('gives a sign and a word to every state that is not a form: never colour alone', () => {
    for (const kind of KINDS.filter((each) => each !== 'unsigned')) {
      expect(viewIn(kind).mark).not.toBe('none')
      expect(viewIn(kind).title).not.toBe('')
    }
  })

  it('speaks every button and step in a whole sentence', () => {
    const { buttons, steps } = viewIn('ready')
    expect(buttons[0]?.spoken).toBe('前往微信支付，按钮')
    expect(steps.map(({ spoken }) => spoken)).toEqual([
      '第1步，同意协议，已完成',
      '第2步，微信支付确认，进行中',
      '第3步，开通完成，未开始',
    ])
  })

  it('gives the navigator its whole target, and only then', () => {
    expect(viewIn('ready', { held: HELD }).buttons[0]).toMatchObject({ name: 'go', target: null })
    const byNavigator = journeyIn({ ...STATES.ready, by: 'navigator' }, { held: HELD })
    expect(view(byNavigator).buttons[0]).toMatchObject({
      name: 'goByNavigator',
      target: {
        appId: SESSION.sign_mp_appid,
        path: SESSION.sign_mp_path,
        extraData: { pre_entrustweb_id: SESSION.pre_entrustweb_id },
      },
    })
  })

  it('puts nothing of a session on the page in any other state', () => {
    for (const kind of KINDS) {
      expect(JSON.stringify(viewIn(kind, { held: HELD }))).not.toContain(SESSION.pre_entrustweb_id)
    }
  })

  it('shows what is missing to the developer, and no button, whatever the terms lack', () => {
    const { buttons, body, brand } = view(journeyIn('misconfigured'), {} as Terms)
    expect(buttons).toEqual([])
    expect(brand).toBeNull()
    expect(body).toContain('payee: expected a text, found none')
  })

  it('opens the agreement over the form', () => {
    const { reader } = view(journeyIn({ kind: 'unsigned', asksToAgree: false, isReading: true }))
    expect(reader?.title).toBe('免密支付服务说明与委托扣款协议')
  })

  it("says the merchant's words in place of ours, filled like ours, and ours where there are none", () => {
    const words = {
      'unsigned.title': '先骑后付，{product}',
      'buttons.decline': '以后再说',
      'question.body': '{payee}再见',
    }
    const made = (kind: Kind): View => toView(journeyIn(kind), { ...MERCHANT, words }, 1)
    expect(made('unsigned')).toMatchObject({ title: '先骑后付，免密支付', body: terms.summary })
    expect(labels(made('unsigned'))).toEqual(['开通免密支付', '以后再说'])
    expect(made('askClose').sheet?.words).toEqual({ title: '关闭免密支付？', body: `${terms.payee}再见` })
    expect(made('offline')).toEqual(viewIn('offline'))
  })

  it('holds nothing that setData would refuse', () => {
    for (const given of [terms, RECURRING]) {
      for (const kind of KINDS) {
        const made = view(journeyIn(kind, { held: HELD }), given)
        expect(JSON.parse(JSON.stringify(made))).toEqual(made)
      }
    }
  })
})
