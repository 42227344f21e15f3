// A whole set of settings that passes the check, with keys made here.
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { keptPair } from './keptPairs'

export const rsaPair = (modulusLength = 2048) =>
  modulusLength === 2048 ? keptPair() : generateKeyPairSync('rsa', { modulusLength })

export const pkcs8 = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString()
export const spki = (key: KeyObject): string => key.export({ type: 'spki', format: 'pem' }).toString()

export interface SettingsKeys {
  merchant: { privateKey: KeyObject }
  wechatPay: { publicKey: KeyObject }
}

export const API_V3_KEY = '0123456789abcdefghijklmnopqrstuv'
export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0114232134912410000000000000'

/** Environment of a function that has all settings in it. */
export const validEnv = (keys: SettingsKeys): Record<string, string> => ({ TCB_ENV: 'cb-test', ...validSettings(keys) })

/** What `.env` holds. */
export const validSettings = ({ merchant, wechatPay }: SettingsKeys): Record<string, string> => ({
  WXPAY_MCHID: '1900000109',
  WXPAY_APPID: 'wxd678efh567hg6787',
  WXPAY_TEMPLATE_ID: '12535',
  WXPAY_SERIAL: '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C',
  WXPAY_PRIVATE_KEY: pkcs8(merchant.privateKey),
  WXPAY_PUBLIC_KEY_ID: PUBLIC_KEY_ID,
  WXPAY_PUBLIC_KEY: spki(wechatPay.publicKey),
  WXPAY_API_V3_KEY: API_V3_KEY,
  WXPAY_NOTIFY_URL: 'https://pay.example.com/contract-notify',
})
