// What the phone's server and its page tell each other. Types and lists only: both sides read this file.

/** The mini-programs on the phone. */
export const ROLES = ['merchant', 'signing'] as const
export type Role = (typeof ROLES)[number]

export const NOTIFICATION = ['on time', 'late (20 s)', 'never', 'twice at once', 'probe first', 'forged first'] as const
export const WECHAT_PAY = ['normally', '429', '500', 'bad signature', 'not at all'] as const
export const FUNCTIONS = ['normally', 'time out (3 s)', 'slowly (12 s)'] as const
export const DATABASE = ['normal', 'down'] as const
export const SETUPS = ['normal', 'ecommerce', 'combine-papay'] as const

/** What goes wrong behind the phone. */
export interface ServerSwitches {
  notification: (typeof NOTIFICATION)[number]
  wechatPay: (typeof WECHAT_PAY)[number]
  functions: (typeof FUNCTIONS)[number]
  database: (typeof DATABASE)[number]
}

export const ALL_WELL: ServerSwitches = {
  notification: 'on time',
  wechatPay: 'normally',
  functions: 'normally',
  database: 'normal',
}

/** `family` and `mode` of the merchant in one word: combine-papay has one mode only. */
export type Setup = (typeof SETUPS)[number]

export type Tone = 'good' | 'warn' | 'bad' | 'plain'

/** One line of "What happened". */
export interface LiveEntry {
  id: number
  atMs: number
  tone: Tone
  /** `*words*` between asterisks are set in bold. */
  text: string
  detail?: string
  pill?: string
}

export type NewEntry = Omit<LiveEntry, 'id' | 'atMs'>

/** The newest contract of one user, as the database holds it. */
export interface ContractView {
  openid: string
  code: string
  state: string
  isClosing: boolean
  /** Name and value of what is worth seeing. */
  rows: [string, string][]
}

export interface ProgramProblem {
  role: Role
  level: 'error' | 'warning'
  text: string
}

/** Everything a page needs that opens in the middle of things. */
export interface Greeting {
  setup: Setup
  appids: Record<Role, string>
  switches: ServerSwitches
  entries: LiveEntry[]
  contracts: ContractView[]
  problems: ProgramProblem[]
}

/** Sent over `/live`, one JSON object an event. */
export type LiveMessage =
  | { kind: 'hello'; greeting: Greeting }
  | { kind: 'entry'; entry: LiveEntry }
  | { kind: 'contract'; contract: ContractView }
  | { kind: 'switches'; switches: ServerSwitches }
  | { kind: 'compiled'; role: Role; problems: ProgramProblem[] }
  /** The lines of "What happened" are gone; nothing else is. */
  | { kind: 'cleared' }
  /** Everything starts afresh: nobody has signed, nothing is stored. */
  | { kind: 'reset'; greeting: Greeting }
