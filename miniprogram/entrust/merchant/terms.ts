// YOURS. Keep this file on an upgrade: outside merchant/, all but tokens.wxss, app.json and your appid is replaced.
//
// Your terms: put your own in place of every value. Users see them before they sign, and what they agree to is this text
// together with agreement.ts. An empty one, but for the logo, stops the card. What each one is: ../merchantShapes.ts.
import type { Terms } from '../merchantShapes'

export const terms = {
  // 'recurring' (自动续费) is only for a template WeChat Pay approved for it: docs/choosing.md.
  businessType: 'perUse',
  brand: '青柠商城',
  logo: '',
  summary: '支付时无需输入密码，确认后直接付款',
  payee: '青柠商城科技',
  purpose: '在青柠商城购买的商品',
  chargedWhen: '你在小程序内确认付款时',
  limitPerCharge: '¥50',
  limitPerDay: '¥200',
  chargeNotice: '每笔扣款后，微信支付会发送账单通知',
  closing: '可随时在本页关闭，关闭结果以微信支付确认为准',
  servicePhone: '400-000-0000',
} satisfies Terms
