// Where WeChat Pay calls us, and where users are sent to sign.
import { OFFICIAL_HOSTS } from '../../../wechatpay/hosts'
import { readHosts, readNotifyUrl } from '../forms/addresses'
import { readEventMap } from '../forms/maps'
import { appid, readAppids, readErrorCodes, text } from '../forms/text'
import { CALLERS, type Row, type Rows, type WordsOf } from './row'

/** https://pay.weixin.qq.com/doc/v3/partner/4017177420 (2026-01-13): fixed for combine-papay, and the example of the others. */
const SIGNING = { appid: 'wxbd687630cd02ce1d', path: 'pages/index/index' } as const

/** An answer of password-exempt names its launch target itself. */
const COMBINE_PAPAY_MAY = {
  normal: 'unused',
  ecommerce: 'unused',
  'service-provider': 'unused',
  qs: 'unused',
  'combine-papay': 'optional',
} as const satisfies Row['use']

export const SIGNING_ROWS = {
  WXPAY_NOTIFY_URL: {
    for: CALLERS,
    use: 'needed',
    read: readNotifyUrl,
    secret: false,
    what: 'address of `contractNotify` by HTTP access, where WeChat Pay tells of contracts and payments',
  },
  WXPAY_EVENT_MAP: {
    for: ['notify', 'admin', 'upkeep'],
    use: 'optional',
    default: '{}',
    read: readEventMap,
    secret: false,
    what: 'event types of notifications that are not built in, and what they mean',
  },
  WXPAY_SIGN_APPIDS: {
    for: CALLERS,
    use: 'optional',
    default: SIGNING.appid,
    read: readAppids,
    secret: false,
    what: 'signing mini-programs a user may be sent to',
  },
  WXPAY_SIGN_APPID: {
    for: CALLERS,
    use: COMBINE_PAPAY_MAY,
    default: SIGNING.appid,
    read: appid('the signing mini-program'),
    secret: false,
    what: "signing mini-program where WeChat Pay's answer names none (combine-papay)",
  },
  WXPAY_SIGN_PATH: {
    for: CALLERS,
    use: COMBINE_PAPAY_MAY,
    default: SIGNING.path,
    read: text(/^[^\s/][^\s]{0,255}$/, 'a page path without a leading slash'),
    secret: false,
    what: 'its page, likewise',
  },
  WXPAY_CODE_PREFIX: {
    for: CALLERS,
    use: 'optional',
    read: text(/^[0-9A-Za-z]{1,4}$/, 'at most 4 letters and digits'),
    secret: false,
    what: 'put in front of every out_contract_code',
  },
  WXPAY_NOT_SIGNED_CODES: {
    for: CALLERS,
    use: 'optional',
    read: readErrorCodes,
    secret: false,
    what: 'error codes by which WeChat Pay says that a contract code was never signed, beside those built in',
  },
  WXPAY_HOSTS: {
    for: CALLERS,
    use: 'optional',
    default: OFFICIAL_HOSTS.join(','),
    read: readHosts,
    secret: false,
    what: 'base URLs of WeChat Pay, main first; any but the official ones on loopback only, and never deployed',
  },
} as const satisfies Rows

export const SIGNING_WORDS = {
  WXPAY_NOTIFY_URL: {
    zh: '`contractNotify` 的 HTTP 访问地址，微信支付在此通知签约与支付结果',
    where: {
      en: 'HTTP 访问服务 of the CloudBase console; docs/deploying.md',
      zh: '云开发控制台：HTTP 访问服务；见 docs/zh-CN/deploying.md',
    },
    form: {
      en: 'https, public, with a path, without a query, at most 256 bytes',
      zh: 'https 公网地址，含路径，不含参数，至多 256 字节',
    },
    example: '<https address of contractNotify>',
  },
  WXPAY_EVENT_MAP: {
    zh: '未内置的通知事件类型及其含义',
    where: {
      en: 'log line `notification set aside`, `event_type`',
      zh: '日志 `notification set aside` 的 `event_type`',
    },
    form: {
      en: 'JSON `{"<event_type>":"signed"}`, or "terminated", or base64 of it',
      zh: 'JSON `{"<event_type>":"signed"}`（或 "terminated"），或其 base64',
    },
    example: '\'{"<event_type>":"signed"}\'',
  },
  WXPAY_SIGN_APPIDS: {
    zh: '允许跳转的签约小程序',
    where: {
      en: 'only where WeChat Pay tells you of another one; the mini-program has a list of its own',
      zh: '仅在微信支付另行告知时填写；小程序另有一份名单',
    },
    form: { en: 'appids, separated by commas', zh: 'appid，以逗号分隔' },
    example: 'wxbd687630cd02ce1d',
  },
  WXPAY_SIGN_APPID: {
    zh: '应答未指明时跳转的签约小程序（combine-papay）',
    where: { en: 'only where WeChat Pay tells you of another one', zh: '仅在微信支付另行告知时填写' },
    form: { en: 'one of the appids above', zh: '上一项中的一个 appid' },
    example: 'wxbd687630cd02ce1d',
  },
  WXPAY_SIGN_PATH: {
    zh: '其页面路径，同上',
    where: { en: 'only where WeChat Pay tells you of another one', zh: '仅在微信支付另行告知时填写' },
    form: { en: 'a page path without a leading slash', zh: '页面路径，开头无斜杠' },
    example: 'pages/index/index',
  },
  WXPAY_CODE_PREFIX: {
    zh: '加在每个 out_contract_code 之前的前缀',
    where: { en: 'your choice, before the first contract', zh: '自定，须在首次签约之前' },
    form: { en: 'at most 4 letters and digits', zh: '至多 4 位字母或数字' },
    example: 'A1',
  },
  WXPAY_NOT_SIGNED_CODES: {
    zh: '微信支付用以表示协议号从未签约的错误码，内置错误码之外',
    where: {
      en: 'log line `refused time and again: taken as not signed`, `apiCode`; ask WeChat Pay what it means first',
      zh: '日志 `refused time and again: taken as not signed` 的 `apiCode`；请先向微信支付确认其含义',
    },
    form: { en: 'error codes, separated by commas', zh: '错误码，以逗号分隔' },
    example: '<error code>',
  },
  WXPAY_HOSTS: {
    zh: '微信支付接口域名，主域名在前；非官方地址仅限本机，不可部署',
    where: { en: 'leave it out; the local WeChat sets it', zh: '不必填写；本地微信会自行设置' },
    form: { en: 'base URLs, separated by commas', zh: '以逗号分隔的域名地址' },
    example: 'https://api.mch.weixin.qq.com,https://api2.mch.weixin.qq.com',
  },
} as const satisfies WordsOf<typeof SIGNING_ROWS>
