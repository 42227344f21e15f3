// How it is deployed. No function is handed these.
import { text } from '../forms/text'
import type { Rows, WordsOf } from './row'

export const DEPLOYMENT = {
  WXPAY_FUNCTION_PREFIX: {
    for: [],
    use: 'optional',
    read: text(/^[A-Za-z][A-Za-z0-9_-]{0,19}$/, 'at most 20 letters, digits, `-` and `_`, a letter first'),
    secret: false,
    what: "put in front of each function's name online, where the environment has functions of these names already; settings.ts of the mini-program has the same as functionPrefix",
  },
} as const satisfies Rows

export const DEPLOYMENT_WORDS = {
  WXPAY_FUNCTION_PREFIX: {
    zh: '云函数线上名称的前缀，用于环境中已有同名云函数时；须与小程序 settings.ts 的 functionPrefix 一致',
    where: { en: 'your choice', zh: '自定' },
    form: {
      en: 'at most 20 letters, digits, `-` and `_`, a letter first',
      zh: '至多 20 位字母、数字、`-`、`_`，首位为字母',
    },
    example: 'entrust-',
  },
} as const satisfies WordsOf<typeof DEPLOYMENT>
