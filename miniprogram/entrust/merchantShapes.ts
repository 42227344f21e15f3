// What a merchant gives, in merchant/, as shapes: an upgrade that wants more of you does not compile until it has it.

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

/**
 * 自动续费: charged by the calendar, with a notice before each charge. Neither family of this kit is for periodic charges: only
 * where WeChat Pay approved your template for them.
 */
export interface RecurringTerms extends CommonTerms {
  businessType: 'recurring'
  /** Say so, once WeChat Pay has: without it `npm run build` refuses these terms. */
  approvedRecurring?: boolean
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

/**
 * The agreement. Its places are fields of the terms, such as `{payee}`, and `{product}`: 免密支付 or 自动续费. A place that there
 * is none of stops the card.
 */
export interface AgreementText {
  title: string
  paragraphs: readonly string[]
  /** Stands for `{calendar}` where `businessType` is `recurring`; there is nothing there otherwise. */
  calendar: string
}

/** How the functions are called: `wx.cloud.callFunction` as a promise, or something else that answers so. */
export type CallFunction = (call: { name: string; data: object }) => Promise<{ result?: unknown }>

export interface Settings {
  /** CloudBase environment; empty for the one DevTools has chosen. */
  cloudEnv: string
  /** What stands in front of the functions' names online, where `.env` has a prefix for them: the same. */
  functionPrefix?: string
  /** Signing mini-programs a user may be sent to; the functions keep a list of their own, in their settings. */
  signAppids: readonly string[]
  /**
   * Fields of the session handed over in `extraData`. WeChat Pay's pages disagree on whether its signing page reads the id
   * from there or from the path, so both carry it; an empty list sends none.
   */
  extraDataFields: readonly ('pre_entrustweb_id' | 'out_contract_code')[]
  /**
   * DevTools cannot open another mini-program. With this on they ask instead how the user would have come back. Works in
   * DevTools only: a phone ignores it, in every build.
   */
  simulateInDevtools: boolean
  /**
   * Address of the phone that `npm start` prints, such as `http://127.0.0.1:4780`: in DevTools its functions are called in place of
   * the cloud's. Works in DevTools only, and with an address of this machine: a phone ignores it, in every build.
   */
  localWechat: string
}
