// What merchants know settings by, for messages of code that is not about settings.
import type { SettingName } from './catalogue'

export const SETTING = {
  adminKey: 'WXPAY_ADMIN_KEY',
  appid: 'WXPAY_APPID',
  functionPrefix: 'WXPAY_FUNCTION_PREFIX',
  hosts: 'WXPAY_HOSTS',
  pgUrl: 'WXPAY_PG_URL',
  pgrestKey: 'WXPAY_PGREST_KEY',
  pgrestUrl: 'WXPAY_PGREST_URL',
  signAppids: 'WXPAY_SIGN_APPIDS',
  subAppid: 'WXPAY_SUB_APPID',
  tokenKey: 'WXPAY_APP_JWT_KEY',
} as const satisfies Readonly<Record<string, SettingName>>
