import { agreement } from '../../../miniprogram/entrust/merchant/agreement'
import { settings } from '../../../miniprogram/entrust/merchant/settings'
import { terms } from '../../../miniprogram/entrust/merchant/terms'
import type { AgreementText, PerUseTerms, RecurringTerms, Terms } from '../../../miniprogram/entrust/merchantShapes'
import type { Merchant } from '../../../miniprogram/entrust/view/texts'

const MEMBERSHIP = {
  businessType: 'recurring',
  summary: '会员到期自动续费，扣款前提前提醒',
  purpose: '月度会员',
  chargedWhen: '每月21日',
  amount: '¥15',
  cycle: '每月',
  firstCharge: '2026年11月21日',
  nextCharge: '2026年12月21日',
  remindDaysBefore: 5,
} as const

/** A membership that renews itself. */
export const RECURRING: RecurringTerms = { ...terms, ...MEMBERSHIP }

/** Terms and an agreement that stay as they are here, whatever a merchant puts in place of the delivered ones. */
export const SAMPLE: PerUseTerms = {
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
}

export const SAMPLE_RECURRING: RecurringTerms = { ...SAMPLE, ...MEMBERSHIP }

export const SAMPLE_AGREEMENT: AgreementText = {
  title: '{product}服务说明与委托扣款协议',
  paragraphs: [
    '一、服务内容。开通后，您委托{payee}通过微信支付，从您的微信支付账户扣取以下费用：{purpose}。',
    '二、何时扣款。{chargedWhen}。{calendar}',
    '三、限额。单笔不超过{limitPerCharge}，单日不超过{limitPerDay}。超过限额的款项，需要您另行确认支付。',
    '四、扣款通知。{chargeNotice}。对任何一笔扣款有疑问，可致电{servicePhone}。',
    '五、风险提示。限额内的付款不再输入密码。请妥善保管手机和微信账号，留意多笔小额扣款，并定期查看已开通的授权。',
    '六、关闭。{closing}。也可在微信内关闭：我 > 服务 > 钱包 > 支付设置。关闭不收取费用，关闭前已完成服务的待付金额仍需结清。',
    '七、个人信息。为完成签约和扣款，我们向微信支付提供您在本小程序的用户标识（openid）和一个脱敏的账户名称，不提供其他信息。',
    '八、不开通或关闭{product}，不影响您用其他方式付款。',
  ],
  calendar:
    '{cycle}扣款一次，每次{amount}；首次扣款{firstCharge}，下次扣款{nextCharge}。每次扣款前至少{remindDaysBefore}天提醒您。',
}

/** Said in our words. */
export const inOurWords = (given: Terms) => ({ terms: given, words: {} })

/** What this kit comes with. */
export const MERCHANT: Merchant = { terms, agreement, settings, words: {} }
