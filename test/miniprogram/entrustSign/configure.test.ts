// What an app may give the package's card, from plain JavaScript.
import { agreement } from '../../../miniprogram/entrust/merchant/agreement'
import { settings } from '../../../miniprogram/entrust/merchant/settings'
import { terms } from '../../../miniprogram/entrust/merchant/terms'
import { configure, configuredSource } from '../../../scripts/entrustSign/configure'

const problemsOf = (given: unknown): readonly string[] => {
  configure(given as Parameters<typeof configure>[0])
  return configuredSource().problems ?? []
}

it('says what to do before it is called', () => {
  expect(configuredSource().problems).toEqual([
    '请先在 app.js 里调用 configure({ terms, agreement })，写法见本卡片的 README',
  ])
})

it('takes what it is given, and leaves settings as they are where nothing is said', () => {
  const callFunction = async () => ({})
  expect(problemsOf({ terms, agreement })).toEqual([])
  expect(configuredSource()).toEqual({ terms, agreement, words: {}, settings, callFunction: undefined, problems: [] })
  expect(
    problemsOf({
      terms,
      agreement,
      texts: { 'buttons.decline': '以后再说' },
      settings: { cloudEnv: 'a' },
      callFunction,
    }),
  ).toEqual([])
  expect(configuredSource()).toMatchObject({
    words: { 'buttons.decline': '以后再说' },
    settings: { ...settings, cloudEnv: 'a' },
    callFunction,
  })
})

/** Whatever else is as it should be. */
const but = (more: object): object => ({ terms, agreement, ...more })

it.each<[what: string, given: unknown, expected: RegExp]>([
  ['nothing', undefined, /^configure 缺少 terms; configure 缺少 agreement$/],
  ['a text', 'terms', /^configure 缺少 terms/],
  ['no agreement', { terms }, /^configure 缺少 agreement$/],
  ['no terms, but null', but({ terms: null }), /^configure 的 terms 须为对象$/],
  ['a list of terms', but({ terms: [terms] }), /^configure 的 terms 须为对象$/],
  ['an agreement of one text', but({ agreement: '协议' }), /^configure 的 agreement 须为对象$/],
  [
    'a misspelt part',
    but({ text: {} }),
    /^configure 的 text 不存在，可用的有 terms、agreement、texts、settings、callFunction$/,
  ],
  ['a part called as what every object has', but({ toString: 1 }), /^configure 的 toString 不存在/],
  ['a word that is no text', but({ texts: { 'buttons.decline': 5 } }), /^texts 的 buttons\.decline 须为文本$/],
  ['the name of a function', but({ callFunction: 'preEntrustSign' }), /^configure 的 callFunction 须为函数$/],
  ['a setting that is not there', but({ settings: { env: 'a' } }), /^settings 的 env 不存在，可用的有 cloudEnv、/],
  ['an environment that is no text', but({ settings: { cloudEnv: 1 } }), /^settings 的 cloudEnv 须为文本$/],
  ['one appid in place of a list', but({ settings: { signAppids: 'wx1' } }), /^settings 的 signAppids 须为文本的数组$/],
  [
    'a switch of text',
    but({ settings: { simulateInDevtools: 'yes' } }),
    /^settings 的 simulateInDevtools 须为 true 或 false$/,
  ],
  [
    'recurring terms nobody approved',
    but({ terms: { ...terms, businessType: 'recurring' } }),
    /为 'recurring' 时，须先由微信支付批准模板/,
  ],
])('says of %s what is wrong, and throws nothing', (_, given, expected) => {
  expect(problemsOf(given).join('; ')).toMatch(expected)
  // Nothing of it is shown, whatever it was.
  expect(configuredSource()).toMatchObject({ terms: { brand: '' }, words: {}, settings })
})

it('takes recurring terms once WeChat Pay has approved them', () => {
  expect(problemsOf({ terms: { ...terms, businessType: 'recurring', approvedRecurring: true }, agreement })).toEqual([])
})

it('stops no card with a brand that is no text', () => {
  problemsOf({ terms: { ...terms, brand: 5 }, agreement })
  expect(configuredSource().terms.brand).toBe('')
})
