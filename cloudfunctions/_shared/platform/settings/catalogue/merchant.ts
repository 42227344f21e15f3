// Who signs the requests, and for whom.
import { readPrivateKey, readSerial } from '../../../wechatpay/keys'
import { readTemplateId } from '../forms/numbers'
import { appid, oneOf, text } from '../forms/text'
import { CALLERS, type Rows, type WordsOf } from './row'

export const MERCHANT = {
  WXPAY_FAMILY: {
    for: CALLERS,
    use: 'optional',
    default: 'password-exempt',
    read: oneOf('password-exempt', 'combine-papay'),
    secret: false,
    what: 'family of the product: password-exempt (免密支付), or combine-papay (收付通 合单代扣)',
  },
  WXPAY_MODE: {
    for: CALLERS,
    use: 'optional',
    read: oneOf('normal', 'ecommerce', 'service-provider', 'qs'),
    secret: false,
    what: 'who you are: direct merchant (default), e-commerce platform, service provider or institution (清算机构); combine-papay has ecommerce only',
  },
  WXPAY_MCHID: {
    for: CALLERS,
    use: 'needed',
    read: text(/^[0-9]{1,32}$/, 'the merchant number: digits'),
    secret: false,
    what: 'merchant number (商户号) that signs the requests',
  },
  WXPAY_APPID: {
    for: CALLERS,
    use: 'needed',
    read: appid('the mini-program'),
    secret: false,
    what: 'appid of the mini-program, bound to that merchant number',
  },
  WXPAY_SUB_MCHID: {
    for: CALLERS,
    use: {
      normal: 'unused',
      // Contracts are the platform's own; who is paid is named by each order, or here.
      ecommerce: 'optional',
      'service-provider': 'needed',
      qs: 'needed',
      'combine-papay': 'unused',
    },
    read: text(/^[0-9]{1,32}$/, 'the merchant number of the sub-merchant: digits'),
    secret: false,
    what: 'number of the sub-merchant contracts are for; of an e-commerce platform: who is paid where an order names nobody',
  },
  WXPAY_SUB_APPID: {
    for: CALLERS,
    use: {
      normal: 'unused',
      ecommerce: 'unused',
      'service-provider': 'needed',
      qs: 'needed',
      'combine-papay': 'unused',
    },
    read: appid('the sub-merchant'),
    secret: false,
    what: "appid of the sub-merchant's mini-program",
  },
  WXPAY_TEMPLATE_ID: {
    for: CALLERS,
    use: 'needed',
    read: readTemplateId,
    secret: false,
    what: 'the service_id (免密支付服务ID) of password-exempt, or the plan_id (委托代扣协议模板ID) of combine-papay',
  },
  WXPAY_SERIAL: {
    for: CALLERS,
    use: 'needed',
    read: readSerial,
    secret: false,
    what: 'serial of the merchant API certificate (商户API证书)',
  },
  WXPAY_PRIVATE_KEY: {
    for: CALLERS,
    use: 'needed',
    read: readPrivateKey,
    secret: true,
    file: 'value',
    what: 'key of that certificate, apiclient_key.pem',
  },
} as const satisfies Rows

export const MERCHANT_WORDS = {
  WXPAY_FAMILY: {
    zh: '产品类别：password-exempt（免密支付）或 combine-papay（收付通 合单代扣）',
    where: { en: 'docs/choosing.md, question 1', zh: '见 docs/choosing.md 第 1 问' },
    form: { en: '`password-exempt` or `combine-papay`', zh: '`password-exempt` 或 `combine-papay`' },
    example: 'password-exempt',
  },
  WXPAY_MODE: {
    zh: '商户身份：直连商户（默认）、电商平台、服务商或清算机构；combine-papay 只有 ecommerce',
    where: { en: 'docs/choosing.md, question 2', zh: '见 docs/choosing.md 第 2 问' },
    form: {
      en: '`normal`, `ecommerce`, `service-provider` or `qs`',
      zh: '`normal`、`ecommerce`、`service-provider` 或 `qs`',
    },
    example: 'normal',
  },
  WXPAY_MCHID: {
    zh: '签名所用的商户号',
    where: { en: '账户中心 > 商户信息 of the merchant platform', zh: '商户平台：账户中心 > 商户信息' },
    form: { en: 'digits', zh: '数字' },
    example: '<merchant number>',
  },
  WXPAY_APPID: {
    zh: '小程序的 appid，须已与上述商户号绑定',
    where: { en: '开发管理 of mp.weixin.qq.com', zh: '微信公众平台（mp.weixin.qq.com）：开发管理' },
    form: { en: '`wx` and letters or digits', zh: '`wx` 加字母或数字' },
    example: '<appid of the mini-program>',
  },
  WXPAY_SUB_MCHID: {
    zh: '签约所属的子商户号；电商平台：订单未指明时的收款二级商户',
    where: {
      en: 'of the sub-merchant, or 商户管理 of the merchant platform',
      zh: '向子商户索取，或商户平台：商户管理',
    },
    form: { en: 'digits', zh: '数字' },
    example: '<merchant number of the sub-merchant>',
  },
  WXPAY_SUB_APPID: {
    zh: '子商户小程序的 appid',
    where: { en: 'of the sub-merchant', zh: '向子商户索取' },
    form: { en: '`wx` and letters or digits', zh: '`wx` 加字母或数字' },
    example: "<appid of the sub-merchant's mini-program>",
  },
  WXPAY_TEMPLATE_ID: {
    zh: '免密支付服务ID（service_id），combine-papay 则为委托代扣协议模板ID（plan_id）',
    where: { en: 'the template you were given with the product', zh: '开通产品时获得的模板' },
    form: { en: 'a positive whole number', zh: '正整数' },
    example: '<service_id or plan_id>',
  },
  WXPAY_SERIAL: {
    zh: '商户API证书的序列号',
    where: {
      en: '`npm run setup` reads it from apiclient_cert.pem; or 账户中心 > API安全',
      zh: '`npm run setup` 会从 apiclient_cert.pem 读取；或商户平台：账户中心 > API安全',
    },
    form: { en: '40 hex digits', zh: '40 位十六进制数' },
    example: '<40 hex digits>',
  },
  WXPAY_PRIVATE_KEY: {
    zh: '该证书的私钥，apiclient_key.pem',
    where: {
      en: 'beside apiclient_cert.pem, from the tool the certificate was applied for with',
      zh: '申请证书的工具生成，与 apiclient_cert.pem 在同一目录',
    },
    form: { en: 'an RSA private key', zh: 'RSA 私钥' },
    example: '<path or text of apiclient_key.pem>',
  },
} as const satisfies WordsOf<typeof MERCHANT>
