// Whom we believe: WeChat Pay's keys, and the key its secrets are opened with.
import { readApiV3Key, readPublicKey, readPublicKeyId } from '../../../wechatpay/keys'
import { readPlatformCertificates } from '../forms/maps'
import { CALLERS, type Role, type Row, type Rows, type WordsOf } from './row'

const ALL: readonly Role[] = [...CALLERS, 'notify']
/** These open nothing but a list of platform certificates with it; the others, what notifications were set aside. */
const NOT_BESIDE_A_PUBLIC_KEY = {
  setting: 'WXPAY_PUBLIC_KEY',
  for: ['callables', 'app', 'server', 'charges'],
} satisfies Row['notBeside']

export const TRUST = {
  WXPAY_PUBLIC_KEY_ID: {
    for: ALL,
    use: 'optional',
    isUsual: true,
    read: readPublicKeyId,
    secret: false,
    what: 'id of the WeChat Pay public key; not needed where there are platform certificates alone',
  },
  WXPAY_PUBLIC_KEY: {
    for: ALL,
    use: 'optional',
    isUsual: true,
    read: (text: string) => readPublicKey(text, 'WXPAY_PLATFORM_CERTS'),
    secret: false,
    file: 'value',
    what: 'WeChat Pay public key (微信支付公钥), pub_key.pem; not needed where there are platform certificates',
  },
  WXPAY_PLATFORM_CERTS: {
    for: ALL,
    use: 'optional',
    read: readPlatformCertificates,
    secret: false,
    file: 'map',
    what: 'platform certificates (平台证书) trusted beside the public key, or instead of it',
  },
  WXPAY_API_V3_KEY: {
    for: ALL,
    use: 'needed',
    notBeside: NOT_BESIDE_A_PUBLIC_KEY,
    read: readApiV3Key,
    secret: true,
    what: 'APIv3 key (APIv3密钥), which notifications are opened with',
  },
  WXPAY_API_V3_KEY_PREVIOUS: {
    for: ALL,
    use: 'optional',
    notBeside: NOT_BESIDE_A_PUBLIC_KEY,
    read: readApiV3Key,
    secret: true,
    what: 'the APIv3 key before, only while it is being changed',
  },
} as const satisfies Rows

export const TRUST_WORDS = {
  WXPAY_PUBLIC_KEY_ID: {
    zh: '微信支付公钥ID；仅用平台证书时不填',
    where: {
      en: '账户中心 > API安全 > 微信支付公钥 of the merchant platform',
      zh: '商户平台：账户中心 > API安全 > 微信支付公钥',
    },
    form: { en: '`PUB_KEY_ID_` and digits', zh: '`PUB_KEY_ID_` 加数字' },
    example: '<PUB_KEY_ID_ and digits>',
  },
  WXPAY_PUBLIC_KEY: {
    zh: '微信支付公钥，pub_key.pem；使用平台证书时可不填',
    where: {
      en: '账户中心 > API安全 > 微信支付公钥 of the merchant platform',
      zh: '商户平台：账户中心 > API安全 > 微信支付公钥',
    },
    form: { en: 'a public key, RSA', zh: 'RSA 公钥' },
    example: '<path or text of pub_key.pem>',
  },
  WXPAY_PLATFORM_CERTS: {
    zh: '平台证书，与微信支付公钥并用或代替之',
    where: {
      en: "`/v3/certificates`, through WeChat Pay's certificate downloader",
      zh: '用微信支付的证书下载工具从 `/v3/certificates` 下载',
    },
    form: {
      en: 'JSON `{"<serial>":"<certificate>"}`, or base64 of it',
      zh: 'JSON `{"<序列号>":"<证书>"}`，或其 base64',
    },
    example: '\'{"<serial>":"<path or text of the certificate>"}\'',
  },
  WXPAY_API_V3_KEY: {
    zh: 'APIv3密钥，用于解密回调通知',
    where: {
      en: 'you set it yourself: 账户中心 > API安全 of the merchant platform',
      zh: '由商户自行设置：商户平台：账户中心 > API安全',
    },
    form: { en: '32 ASCII characters', zh: '32 个 ASCII 字符' },
    example: '<32 characters>',
  },
  WXPAY_API_V3_KEY_PREVIOUS: {
    zh: '更换 APIv3密钥期间的旧密钥',
    where: { en: 'what the setting above held until now', zh: '上一项此前的值' },
    form: { en: '32 ASCII characters', zh: '32 个 ASCII 字符' },
    example: '<32 characters>',
  },
} as const satisfies WordsOf<typeof TRUST>
