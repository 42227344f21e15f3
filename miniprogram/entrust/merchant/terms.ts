// YOURS. Keep this file on an upgrade: outside merchant/, all but tokens.wxss, app.json and your appid is replaced.
//
// Your terms: put your own in place of every value. Users see them before they sign, and what they agree to is this text
// together with agreement.ts. An empty one, but for the logo, stops the card. What each one is: ../merchantShapes.ts.
import type { Terms } from '../merchantShapes'

export const terms = {
  // 'recurring' (自动续费) wants amount, cycle, firstCharge, nextCharge and remindDaysBefore too.
  businessType: 'perUse',
  brand: '青柠出行',
  logo: '',
  summary: '骑行结束自动付款，不用每次输密码',
  payee: '青柠出行科技',
  purpose: '单车骑行结束后的车费',
  chargedWhen: '每次行程结束时',
  limitPerCharge: '¥50',
  limitPerDay: '¥200',
  chargeNotice: '微信支付每笔发送凭证',
  closing: '本页随时关闭，立即生效',
  servicePhone: '400-000-0000',
} satisfies Terms
