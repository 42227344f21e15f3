// Functions that only servers call: contractAdmin, refundOrder.
import { readCallKey } from '../forms/callKey'
import type { Rows, WordsOf } from './row'

export const SERVER_ONLY = {
  WXPAY_ADMIN_KEY: {
    for: ['admin', 'server'],
    scene: 'server-only',
    use: 'needed',
    read: readCallKey,
    secret: true,
    what: 'key that calls of server-only functions (contractAdmin, refundOrder) are signed with',
  },
} as const satisfies Rows

export const SERVER_ONLY_WORDS = {
  WXPAY_ADMIN_KEY: {
    zh: '仅供服务端调用的云函数（contractAdmin、refundOrder）的调用签名密钥',
    where: {
      en: "`npm run setup` makes one; or `node -e \"console.log(require('crypto').randomBytes(32).toString('hex'))\"`; docs/admin.md",
      zh: "`npm run setup` 会生成；或 `node -e \"console.log(require('crypto').randomBytes(32).toString('hex'))\"`；见 docs/admin.md",
    },
    form: { en: '32 bytes, as 64 hex digits or in base64', zh: '32 字节，写作 64 位十六进制数或 base64' },
    example: '<64 hex digits>',
  },
} as const satisfies WordsOf<typeof SERVER_ONLY>
