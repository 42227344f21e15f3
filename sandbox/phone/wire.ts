// What the phone's server and its page tell each other. Types, and lists and who-may-do-what: both sides read this file.

import { MODES } from '../choices'
import type { BEHAVIOURS } from '../receiver/behaviours'
import type { Said } from './texts/texts'

/** The mini-programs on the phone. */
export const ROLES = ['merchant', 'signing'] as const
export type Role = (typeof ROLES)[number]

export const NOTIFICATION = ['on time', 'late (20 s)', 'never', 'twice at once', 'probe first', 'forged first'] as const
export const WECHAT_PAY = [
  'normally',
  '429',
  '500',
  'bad signature',
  'not at all',
  'slowly (4 s)',
  'cut off, done',
  '500 to pre-sign only',
  'nothing to pre-sign only',
] as const
export const PAYER = ['can pay', 'not enough', 'risk control'] as const
export const LIMIT = ['not reached', 'reached'] as const
export const REFUNDS = ['at once', 'late (1 h)', 'abnormal', 'closed', 'refused'] as const
export const FUNCTIONS = ['normally', 'time out (3 s)', 'slowly (12 s)'] as const
export const DATABASE = ['normal', 'down'] as const
export const APP_TOKEN = ['valid', 'expired', 'of another audience', 'with a wrong key', 'alg none'] as const
export const SETUPS = [...MODES, 'combine-papay'] as const

/** What goes wrong behind the phone. */
export interface ServerSwitches {
  notification: (typeof NOTIFICATION)[number]
  wechatPay: (typeof WECHAT_PAY)[number]
  functions: (typeof FUNCTIONS)[number]
  database: (typeof DATABASE)[number]
  /** Whether WeChat takes the user's money without asking, under a contract. */
  payer: (typeof PAYER)[number]
  /** Of what may be taken under a contract. */
  limit: (typeof LIMIT)[number]
  /** What becomes of refunds to come. */
  refunds: (typeof REFUNDS)[number]
  /** What the merchant's server does with a change it is told. */
  receiver: (typeof BEHAVIOURS)[number]
  /** What the merchant's login gives the merchant's app. */
  appToken: (typeof APP_TOKEN)[number]
}

export const ALL_WELL: ServerSwitches = {
  notification: 'on time',
  wechatPay: 'normally',
  payer: 'can pay',
  limit: 'not reached',
  refunds: 'at once',
  functions: 'normally',
  database: 'normal',
  receiver: 'takes it',
  appToken: 'valid',
}

/** `family` and `mode` of the merchant in one word: combine-papay has one mode only. */
export type Setup = (typeof SETUPS)[number]

/** How a user comes to sign: in the mini-program, after a payment, or from the merchant's own app. */
export const SCENES = ['mini-program', 'pay-redirect-sign', 'app'] as const
export type Scene = (typeof SCENES)[number]

/** The scenes a merchant of this kind has; the first is where a phone begins. */
export const scenesOf = (setup: Setup): readonly [Scene, Scene] =>
  setup === 'combine-papay' ? ['mini-program', 'app'] : ['mini-program', 'pay-redirect-sign']

/** Parameters of `wx.requestPayment` as a mini-program gave them. */
export interface Payment {
  timeStamp: string
  nonceStr: string
  package: string
  signType: string
  paySign: string
}

/** What the cashier shows. */
export interface Bill {
  prepay_id: string
  out_trade_no: string
  description: string
  /** Fen. */
  total: number
  payee: string
  /** Not asked for under a contract that carries it. */
  password: 'asked' | 'notAsked'
  /** Code of what keeps an order under a contract from being paid without it. */
  why?: string
}

/** Signing after payment (支付后签约), offered once the order is paid. */
export interface Offer {
  out_contract_code: string
}

/** What the merchant's own server does when a person says so. */
export const SHOP_DEEDS = ['refundHalf', 'refundRest', 'charge', 'matchBill'] as const
export type ShopDeed = (typeof SHOP_DEEDS)[number]

/** What it could do for one user now. Amounts in fen. */
export interface ShopView {
  user: string
  /** The last that was paid, by the user or by a charge. */
  order?: {
    out_trade_no: string
    total: number
    /** What is not promised back. */
    left: number
    /** A refund nobody knows the fate of: it goes before any other, under its own number. */
    unsettled?: { out_refund_no: string; amount: number }
  }
  /** That can be charged under. */
  contract?: {
    code: string
    /** A charge nobody knows the fate of, likewise. */
    unsettled?: { combine_out_trade_no: string; out_trade_no: string }
  }
  /** `yyyy-MM-dd`: the last day that is over, and on which money went one way or the other. */
  billDay?: string
}

export type Tone = 'good' | 'warn' | 'bad' | 'plain'

/** Where something happens, in the order of the way. */
export const LANES = ['phone', 'function', 'wechatPay', 'database', 'merchant'] as const
export type Lane = (typeof LANES)[number]

/** One line of "What happened". */
export interface LiveEntry {
  id: number
  atMs: number
  /** The phone, unless told otherwise. */
  lane?: Lane
  tone: Tone
  text: Said
  /** Shown with ` · ` between. */
  detail?: readonly Said[]
  /** What the page has no words for is shown as it is. */
  pill?: Said
  /** Who did it, or whose it is. */
  user?: string
  /** What was recorded of it: kind and id, such as `request:4F…`. Asked for when somebody looks (hop.ts). */
  hop?: string
  /** `hop` of the line that led to this one. It may come later, or be gone. */
  cause?: string
}

/** An answer that is not there yet. */
export const PENDING = '…'

export type NewEntry = Omit<LiveEntry, 'id' | 'atMs'>

/** The newest contract of one user, as the database holds it. */
export interface ContractView {
  user: string
  code: string
  state: string
  isClosing: boolean
  /** Name and value of what is worth seeing. */
  rows: [string, string][]
}

/** One change the merchant's code is told of, and how that goes. */
export interface ToldView {
  user: string
  /** `code:state`. */
  id: string
  code: string
  state: string
  writtenAtMs: number
  tries: number
  /** Who has it: `onChange`, `changeFunction`, `changeUrl`. */
  takenBy: string[]
  /** Why somebody has it not. */
  lastError?: string
  /** When it is told again. */
  nextAtMs?: number
  outcome: 'open' | 'told' | 'given up'
  /** Each POST to the sample receiver; status 0: it gave no answer. */
  posts: { atMs: number; status: number; problem: string | undefined }[]
}

/** A document as the database holds it. */
export type Stored = Readonly<Record<string, unknown>>

/** Facts of a contract by the names they have in its record. */
export const CONTRACT_FACTS = [
  'contract_id',
  'signedAtMs',
  'terminatedAtMs',
  'contract_termination_mode',
  'evidence',
] as const

/** One contract whole. */
export interface ContractRecorded {
  code: string
  scene: string
  /** `service_id` or `plan_id`, and its number. */
  template: string
  state: string
  isClosing: boolean
  createdAtMs: number
  /** Those that are known. */
  facts: [(typeof CONTRACT_FACTS)[number], string][]
  record: Stored
}

/** What is on record about the contracts of one user in one scene. */
export interface ContractsOnRecord {
  user: string
  /** The newest of this scene. */
  contract?: ContractRecorded
  /** Which names it. */
  slot?: Stored
  /** Of that contract, oldest first. */
  notifications: Stored[]
  /** Of this scene, oldest first. */
  told: ToldView[]
  /** Every other one of the user, newest first, of whatever scene. */
  others: ContractRecorded[]
}

export interface ProgramProblem {
  role: Role
  level: 'error' | 'warning'
  text: string
}

/** Everything a page needs that opens in the middle of things. */
export interface Greeting {
  setup: Setup
  appids: Record<Role | 'app', string>
  switches: ServerSwitches
  entries: LiveEntry[]
  contracts: ContractView[]
  /** Oldest first. */
  told: ToldView[]
  /** How far the clock is ahead of this machine's. */
  movedMs: number
  problems: ProgramProblem[]
}

/** Sent over `/live`, one JSON object an event. */
export type LiveMessage =
  | { kind: 'hello'; greeting: Greeting }
  | { kind: 'entry'; entry: LiveEntry }
  | { kind: 'contract'; contract: ContractView }
  | { kind: 'told'; told: ToldView }
  | { kind: 'clock'; movedMs: number }
  | { kind: 'switches'; switches: ServerSwitches }
  | { kind: 'compiled'; role: Role; problems: ProgramProblem[] }
  /** The lines of "What happened" are gone; nothing else is. */
  | { kind: 'cleared' }
  /** Everything starts afresh: nobody has signed, nothing is stored. */
  | { kind: 'reset'; greeting: Greeting }
