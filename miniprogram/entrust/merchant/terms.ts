// THE MERCHANT'S TERMS. Put your own in place of every value: users see them before they sign, and what they agree to is
// this text together with agreement.ts. An empty one stops the card.

/** What the law and WeChat Pay want shown before anyone signs. */
interface CommonTerms {
  /** Name of the service, as users know it. */
  brand: string
  /** Picture beside it: a path in the mini-program or an https address; the first character of `brand` where it is empty. */
  logo: string
  /** One sentence: what it is. */
  summary: string
  /** 1. Who is paid. */
  payee: string
  /** 2. For what. */
  purpose: string
  /** 3. When a charge happens. */
  chargedWhen: string
  /** 4. Upper limits, with currency. */
  limitPerCharge: string
  limitPerDay: string
  /** 5. How the user is told of each charge. */
  chargeNotice: string
  /** 6. How to close it. */
  closing: string
  /** Telephone number of your service. */
  servicePhone: string
}

/** 免密支付: charged each time the user has used something, with no notice before. */
export interface PerUseTerms extends CommonTerms {
  businessType: 'perUse'
}

/** 自动续费: charged by the calendar, with a notice before each charge. */
export interface RecurringTerms extends CommonTerms {
  businessType: 'recurring'
  /** What is charged each time, or at most; with currency. */
  amount: string
  /** Such as 每月. */
  cycle: string
  /** Dates as the user should read them. Give them with the card's `terms` property where they differ between users. */
  firstCharge: string
  nextCharge: string
  /** Days between the reminder and the charge; 5 at least. */
  remindDaysBefore: number
}

export type Terms = PerUseTerms | RecurringTerms

export const terms: Terms = {
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
