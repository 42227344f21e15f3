// Who is told what changed, what is asked about anew, and how long what is not needed any more is kept.
import { readChangeSecret, readChangeUrl, hasQuery } from '../forms/changeReceiver'
import { readDays } from '../forms/numbers'
import { text } from '../forms/text'
import { CALLERS, type Rows, type WordsOf } from './row'

const KEEP = { notification: 7, outbox: 7, attempt: 2 } as const

export const CHANGES = {
  WXPAY_CHANGE_FUNCTION: {
    for: CALLERS,
    use: 'optional',
    read: text(/^[A-Za-z](?:[\w-]{0,58}[A-Za-z0-9])?$/, 'the name of a cloud function of yours'),
    secret: false,
    what: 'cloud function of yours that is called with every change of a contract or an order',
  },
  WXPAY_CHANGE_URL: {
    for: CALLERS,
    use: 'optional',
    read: readChangeUrl,
    secret: hasQuery,
    what: 'https address of yours that every change of a contract or an order is posted to, signed',
  },
  WXPAY_CHANGE_SECRET: {
    for: CALLERS,
    use: 'optional',
    read: readChangeSecret,
    secret: true,
    what: 'secret that what is posted there is signed with (Standard Webhooks); needed with the address',
  },
  WXPAY_RECHECK_DAYS: {
    for: ['upkeep'],
    use: 'optional',
    read: readDays(1, 365),
    secret: false,
    what: 'days after which a signed contract is asked about again, in case its end was told to nobody; without it none is',
  },
  WXPAY_KEEP_NOTIFICATION_DAYS: {
    for: ['upkeep'],
    use: 'optional',
    default: '180',
    read: readDays(KEEP.notification),
    secret: false,
    what: 'days a notification is kept',
  },
  WXPAY_KEEP_OUTBOX_DAYS: {
    for: ['upkeep'],
    use: 'optional',
    default: '90',
    read: readDays(KEEP.outbox),
    secret: false,
    what: 'days a change is kept once it was told',
  },
  WXPAY_KEEP_ATTEMPT_DAYS: {
    for: ['upkeep'],
    use: 'optional',
    default: '30',
    read: readDays(KEEP.attempt),
    secret: false,
    what: 'days an attempt to sign is kept that was never signed',
  },
} as const satisfies Rows

const YOUR_CHOICE = { en: 'your choice; docs/privacy.md', zh: '自定，见 docs/privacy.md' } as const
const days = (min: number) => ({ en: `days, ${min} to 3650`, zh: `天数，${min} 至 3650` })

export const CHANGES_WORDS = {
  WXPAY_CHANGE_FUNCTION: {
    zh: '签约或订单每有变更即被调用的自有云函数',
    where: { en: 'your own; docs/recipes/changes.md', zh: '自有云函数；见 docs/recipes/changes.md' },
    form: { en: 'the name of a function in the same environment', zh: '同一环境中的云函数名' },
    example: 'onContractChange',
  },
  WXPAY_CHANGE_URL: {
    zh: '签约或订单每有变更即以签名 POST 告知的自有 https 地址',
    where: { en: 'your own server; docs/recipes/changes.md', zh: '自有服务器；见 docs/recipes/changes.md' },
    form: {
      en: 'https, public, without user, password and fragment, at most 512 bytes. One with a query is kept as a secret',
      zh: 'https 公网地址，不含用户名、密码与锚点，至多 512 字节；含参数时视为机密',
    },
    example: 'https://server.your-domain.cn/contract-changes',
  },
  WXPAY_CHANGE_SECRET: {
    zh: '上述 POST 的签名密钥（Standard Webhooks）；填写地址时必填',
    where: {
      en: "make one: `node -e \"console.log('whsec_' + require('crypto').randomBytes(32).toString('base64'))\"`; docs/recipes/changes.md",
      zh: "自行生成：`node -e \"console.log('whsec_' + require('crypto').randomBytes(32).toString('base64'))\"`；见 docs/recipes/changes.md",
    },
    form: { en: '`whsec_` and base64 of 24 to 64 bytes', zh: '`whsec_` 加 24 至 64 字节的 base64' },
    example: '<whsec_...>',
  },
  WXPAY_RECHECK_DAYS: {
    zh: '已签成的签约隔多少天再次查询，以防解约而无人告知；不填则不查',
    where: { en: 'your choice; docs/operations.md', zh: '自定，见 docs/operations.md' },
    form: { en: 'days, 1 to 365', zh: '天数，1 至 365' },
    example: '30',
  },
  WXPAY_KEEP_NOTIFICATION_DAYS: {
    zh: '回调通知的保留天数',
    where: YOUR_CHOICE,
    form: days(KEEP.notification),
    example: '180',
  },
  WXPAY_KEEP_OUTBOX_DAYS: { zh: '变更告知后的保留天数', where: YOUR_CHOICE, form: days(KEEP.outbox), example: '90' },
  WXPAY_KEEP_ATTEMPT_DAYS: {
    zh: '从未签成的签约尝试的保留天数',
    where: YOUR_CHOICE,
    form: days(KEEP.attempt),
    example: '30',
  },
} as const satisfies WordsOf<typeof CHANGES>
