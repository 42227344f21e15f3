// Functions that only servers call: contractAdmin, refundOrder, chargeContract.
import { readCallKey } from '../forms/callKey'
import { readFen } from '../forms/numbers'
import { readErrorCodes } from '../forms/text'
import type { Rows, WordsOf } from './row'

export const SERVER_ONLY = {
  WXPAY_ADMIN_KEY: {
    for: ['admin', 'server', 'charges'],
    scene: 'server-only',
    use: 'needed',
    read: readCallKey,
    secret: true,
    what: 'key that calls of server-only functions (contractAdmin, refundOrder, chargeContract) are signed with',
  },
  WXPAY_CHARGE_LIMIT: {
    for: ['charges'],
    scene: 'server-only',
    use: 'optional',
    default: '50000',
    read: readFen,
    secret: false,
    what: 'fen of one charge at most, all its orders together: what is above it is refused before anything is sent',
  },
  WXPAY_CASHIER_CODES: {
    for: ['charges'],
    scene: 'server-only',
    use: 'optional',
    read: readErrorCodes,
    secret: false,
    what: 'error codes of a refused charge by which the user is sent to the ordinary checkout, beside those built in',
  },
} as const satisfies Rows

export const SERVER_ONLY_WORDS = {
  WXPAY_ADMIN_KEY: {
    zh: '仅供服务端调用的云函数（contractAdmin、refundOrder、chargeContract）的调用签名密钥',
    where: {
      en: "`npm run setup` makes one; or `node -e \"console.log(require('crypto').randomBytes(32).toString('hex'))\"`; docs/admin.md",
      zh: "`npm run setup` 会生成；或 `node -e \"console.log(require('crypto').randomBytes(32).toString('hex'))\"`；见 docs/admin.md",
    },
    form: { en: '32 bytes, as 64 hex digits or in base64', zh: '32 字节，写作 64 位十六进制数或 base64' },
    example: '<64 hex digits>',
  },
  WXPAY_CHARGE_LIMIT: {
    zh: '单次扣款上限（分），各子单合计；超出则不发送并拒绝',
    where: {
      en: 'your choice; WeChat Pay has limits of its own, of which your operations manager knows',
      zh: '自定；微信支付另有限额，请向运营经理确认',
    },
    form: { en: 'fen, a whole number', zh: '以分为单位的整数' },
    example: '50000',
  },
  WXPAY_CASHIER_CODES: {
    zh: '扣款被拒时表示应让用户改走普通收银台的错误码，内置错误码之外',
    where: {
      en: '`apiCode` of an answer `refused`; ask WeChat Pay what it means first',
      zh: '应答为 `refused` 时的 `apiCode`；请先向微信支付确认其含义',
    },
    form: { en: 'error codes, separated by commas', zh: '错误码，以逗号分隔' },
    example: '<error code>',
  },
} as const satisfies WordsOf<typeof SERVER_ONLY>
