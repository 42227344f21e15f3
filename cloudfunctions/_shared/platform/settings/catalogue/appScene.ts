// Signing from the merchant's own app, for users of the merchant's own login.
import { LAUNCH_SECONDS, readLaunchSeconds } from '../forms/numbers'
import { appid, readTrueOrFalse, text } from '../forms/text'
import { isSecretTokenKey, readTokenKey } from '../tokenKey'
import type { Rows, WordsOf } from './row'

export const APP = {
  WXPAY_APP_APPID: {
    for: ['app'],
    scene: 'app',
    use: 'needed',
    read: appid('the mobile app'),
    secret: false,
    what: 'appid of the mobile app, bound to the merchant number',
  },
  WXPAY_APP_LAUNCH_SECONDS: {
    for: ['app'],
    scene: 'app',
    use: 'optional',
    default: String(LAUNCH_SECONDS.max),
    read: readLaunchSeconds,
    secret: false,
    what: 'seconds WeChat gives an app between pre-sign and launch; the documents say it may become 20',
  },
  WXPAY_APP_JWT_KEY: {
    for: ['app'],
    scene: 'app',
    use: 'needed',
    read: readTokenKey,
    secret: isSecretTokenKey,
    file: 'pem:',
    what: "what the tokens (JWT) of your app's login are checked with",
  },
  WXPAY_APP_JWT_ISSUER: {
    for: ['app'],
    scene: 'app',
    use: 'needed',
    read: text(/^\S{1,256}$/, 'the "iss" of your login\'s tokens'),
    secret: false,
    what: 'the `iss` of those tokens',
  },
  WXPAY_APP_JWT_AUDIENCE: {
    for: ['app'],
    scene: 'app',
    use: 'needed',
    read: text(/^\S{1,256}$/, 'the "aud" of your login\'s tokens'),
    secret: false,
    what: 'the `aud` of those tokens',
  },
  WXPAY_APP_LOGIN_IS_WECHAT: {
    for: ['app'],
    scene: 'app',
    use: 'optional',
    default: 'false',
    read: readTrueOrFalse,
    secret: false,
    what: "whether your app's login is WeChat's own, so that whoever signs is the user; else each signer is confirmed first",
  },
} as const satisfies Rows

export const APP_WORDS = {
  WXPAY_APP_APPID: {
    zh: '移动应用的 appid，须已与商户号绑定',
    where: {
      en: '管理中心 > 移动应用 of open.weixin.qq.com',
      zh: '微信开放平台（open.weixin.qq.com）：管理中心 > 移动应用',
    },
    form: { en: '`wx` and letters or digits', zh: '`wx` 加字母或数字' },
    example: '<appid of the mobile app>',
  },
  WXPAY_APP_LAUNCH_SECONDS: {
    zh: '预签约后 App 须在多少秒内拉起微信；文档称可能缩短为 20',
    where: { en: 'docs/recipes/app.md', zh: '见 docs/recipes/app.md' },
    form: { en: '15 to 120', zh: '15 至 120' },
    example: '120',
  },
  WXPAY_APP_JWT_KEY: {
    zh: '校验 App 登录令牌（JWT）所用的密钥',
    where: { en: 'your login; docs/recipes/app.md', zh: '自有登录系统；见 docs/recipes/app.md' },
    form: {
      en: '`hs256:` and a secret of at least 32 bytes, `pem:` and a public key, or `jwks:` and an https URL',
      zh: '`hs256:` 加至少 32 字节的密钥，或 `pem:` 加公钥，或 `jwks:` 加 https 地址',
    },
    example: '<hs256:..., pem:... or jwks:...>',
  },
  WXPAY_APP_JWT_ISSUER: {
    zh: '令牌的 `iss`',
    where: { en: 'your login', zh: '自有登录系统' },
    form: { en: 'at most 256 characters without blanks', zh: '至多 256 个字符，无空格' },
    example: '<the iss of your tokens>',
  },
  WXPAY_APP_JWT_AUDIENCE: {
    zh: '令牌的 `aud`',
    where: { en: 'your login', zh: '自有登录系统' },
    form: { en: 'at most 256 characters without blanks', zh: '至多 256 个字符，无空格' },
    example: '<the aud of your tokens>',
  },
  WXPAY_APP_LOGIN_IS_WECHAT: {
    zh: 'App 登录是否即微信登录，签约人因而就是该用户；否则每位签约人须先经确认',
    where: {
      en: 'your choice; docs/recipes/app.md. Only where every user logs in by WeChat, with the same WeChat they sign in',
      zh: '自定，见 docs/recipes/app.md；仅当所有用户均以签约所用的微信登录时填 true',
    },
    form: { en: '`true` or `false`', zh: '`true` 或 `false`' },
    example: 'false',
  },
} as const satisfies WordsOf<typeof APP>
