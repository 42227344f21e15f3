// YOURS. Keep this file on an upgrade: outside merchant/, all but tokens.wxss, app.json and your appid is replaced.
//
// Your agreement: a plain draft, whose places such as {payee} are filled from terms.ts. Have it read by whoever answers for your
// texts. After a change, here or in terms.ts: npm run consents, which keeps every version; consent to any other counts for nothing.
import type { AgreementText } from '../merchantShapes'

export const agreement = {
  title: '{product}服务说明与委托扣款协议',
  paragraphs: [
    '一、服务内容。开通后，你委托{payee}通过微信支付，从你的微信支付账户扣取以下费用：{purpose}。',
    '二、何时扣款。{chargedWhen}。{calendar}',
    '三、限额。单笔不超过{limitPerCharge}，单日不超过{limitPerDay}。超过限额的款项，需要你另行确认支付。',
    '四、扣款通知。{chargeNotice}。对任何一笔扣款有疑问，可致电{servicePhone}。',
    '五、风险提示。限额内的付款无需输入密码。请妥善保管手机和微信账号，留意多笔小额扣款，并定期查看已开通的授权。',
    '六、关闭。你可以随时在本小程序的“{product}”页关闭，也可以在微信内关闭：我 > 服务 > 钱包 > 支付设置。关闭不收取费用，结果以微信支付确认为准；关闭前已完成服务的待付金额仍需结清。',
    '七、个人信息。为完成签约和扣款，我们向微信支付提供你在本小程序的用户标识（openid）和一个脱敏的账户名称，不提供其他信息。',
    '八、不开通或关闭{product}，不影响你用其他方式付款。',
  ],
  // In place of {calendar}, where terms.ts says 'recurring'.
  calendar:
    '{cycle}扣款一次，每次{amount}；首次扣款{firstCharge}，下次扣款{nextCharge}。每次扣款前至少{remindDaysBefore}天提醒你。',
} satisfies AgreementText
