// `contracts`: what the database holds about one attempt, and what is told of it. Wire spelling where the value is WeChat
// Pay's, camelCase where it is ours.
import type { CombineAppPreEntrustSignBody, CombinePreEntrustSignBody } from '../wechatpay/wire/combinePapay'
import type {
  PreEntrustSignBody,
  QsPreEntrustSignBody,
  ServiceProviderPreEntrustSignBody,
  WithPrepayId,
} from '../wechatpay/wire/passwordExemptContract'
import type { AskedRecord, Family, Mode } from './common'

/** Where the user signs: sent there by a page, offered it after a payment (支付后签约), or sent there by the merchant's app. */
export type Scene = 'mini-program' | 'pay-redirect-sign' | 'app'

/** Lowest first: of two states the later one in this list holds. */
export const CONTRACT_STATES = ['REQUESTED', 'PRESIGNED', 'REJECTED', 'EXPIRED', 'SIGNED', 'TERMINATED'] as const
export type ContractState = (typeof CONTRACT_STATES)[number]

/** What a user must be told of, and the merchant's own code too. */
export type ReportedState = Extract<ContractState, 'SIGNED' | 'TERMINATED'>

/** A signing session lives two hours. */
export const SESSION_MS = 2 * 60 * 60 * 1000

export interface Session {
  /** 预签约ID. Absent in the scene pay-redirect-sign, where there is nothing to open. */
  pre_entrustweb_id?: string
  /** Scene mini-program. */
  sign_mp_appid?: string
  sign_mp_path?: string
  /** Scene app: where to with `WXLaunchMiniProgram`, if the answer told. */
  miniprogram_username?: string
  miniprogram_path?: string
  /** By our clock, counted from before the request was sent. */
  expiresAtMs: number
}

export interface ConsentEntry {
  /** Of a text in merchant/consents.json. */
  textHash: string
  /** What this user was shown besides. */
  details?: string
  atMs: number
}

/** Until then the body on record is sent again while nobody knows what came of it; however often it was, a body of today follows. */
export const bodyUntilMs = ({ createdAtMs, renewedAtMs }: ContractCommon): number =>
  (renewedAtMs ?? createdAtMs) + SESSION_MS

/** When every session that may have been opened for the code is over. */
export function overAtMs(contract: ContractCommon): number {
  const { resentAtMs, session } = contract
  const firstOverAtMs = session?.expiresAtMs ?? bodyUntilMs(contract)
  return resentAtMs === undefined ? firstOverAtMs : Math.max(firstOverAtMs, resentAtMs + SESSION_MS)
}

/**
 * Told as signed before, and since then WeChat Pay knows no such contract (contracts/evidence/annul.ts): not in force, and not
 * ended by anybody's word. As open as before where a notification has named it since.
 */
export const isVoid = ({ state, voidAtMs, setAsideAtMs = 0 }: ContractCommon): boolean =>
  state === 'SIGNED' && voidAtMs !== undefined && setAsideAtMs <= voidAtMs

/** Given up by a person in charge, and not named by a notification since that may know more. */
export const isReleased = ({ releasedAtMs, setAsideAtMs = 0 }: ContractCommon): boolean =>
  releasedAtMs !== undefined && setAsideAtMs <= releasedAtMs

interface ContractCommon extends AskedRecord {
  /** `out_contract_code`. */
  _id: string
  env: string
  mode: Mode
  mchid: string
  /** The merchant's, or in the scene app the mobile app's. */
  appid: string
  /** The user under `appid`. In the scene app it is learnt from WeChat Pay; where `sub_openid` binds, it stays unknown. */
  openid?: string
  /** Modes service-provider and qs. */
  sub_mchid?: string
  sub_appid?: string
  /** The user under `sub_appid`, where that mini-program called. */
  sub_openid?: string
  /** Scene app: the user by the merchant's own login. */
  userId?: string
  /** Scene app: who has been confirmed to be this user, under `appid`; of an earlier contract of theirs, or of this one. */
  confirmedSigner?: string
  /** Scene app: by the merchant's word the login is WeChat's own, so whoever signs is the user. */
  loginIsWechat?: true
  scene: Scene
  attemptNo: number
  /** When the body kept here was made, where an earlier one of the same code was not taken up. */
  renewedAtMs?: number
  /** When that body was last sent again: each time may have opened a session. */
  resentAtMs?: number
  state: ContractState
  /**
   * What was agreed to in our page, oldest first: appended to until it is signed, and never changed. What counts is the newest
   * before `signedAtMs`. The other scenes ask elsewhere: WeChat Pay after the payment, or the merchant's app.
   */
  consentHistory?: ConsentEntry[]
  /** Of 0.1.0, which kept one: left as it is, and the first of the history. */
  consent?: ConsentEntry
  session?: Session
  /** Someone else signed the session (combine-papay): it is spent, and no contract of this user. */
  sessionTakenAtMs?: number
  contract_id?: string
  signedAtMs?: number
  terminatedAtMs?: number
  contract_termination_mode?: string
  /** `contract_expired_time`: combine-papay contracts end by themselves. */
  contractExpiresAtMs?: number
  /** A wish to close: since when. It stands until WeChat Pay says that the contract has ended. */
  terminateRequestedAtMs?: number
  /** Why, as WeChat Pay is told each time. */
  terminateRemark?: string
  /** When the termination was last sent, written before it was; and how often. */
  terminateSentAtMs?: number
  terminateTries?: number
  /** When a person was last told that WeChat Pay does not say what became of the wish. */
  unsettledToldAtMs?: number
  /** A person in charge has given it up: the next wish to sign makes a new code. */
  releasedAtMs?: number
  /** The person was erased from it: nobody is compared with it, and no name filled in again (./erased.ts). */
  erasedAtMs?: number
  /** Of an erased one: the slot it is in, since nothing here names anybody; and a hash of the name, by which it is found once more. */
  slotId?: string
  erasedName?: string
  /** Of a signed one: when WeChat Pay was asked, and knew no such contract. Gone once it tells of it again. */
  voidAtMs?: number
  /** The first of answers to a query that say the same, and not what became of the code, or against what is on record. */
  denial?: { httpStatus: number; apiCode: string; atMs: number }
  /** When the user's calls had WeChat Pay asked of late (kernel/limits.ts). */
  askedAtMs?: number[]
}

/** The template (协议模板) a contract is signed under, and the exact body sent for it, kept to be sent again unchanged. */
export type FamilyPart =
  | { family: 'password-exempt'; service_id: number; request: PasswordExemptRequest }
  | { family: 'combine-papay'; plan_id: number; request: CombinePreEntrustSignBody | CombineAppPreEntrustSignBody }

export type PasswordExemptRequest = (PreEntrustSignBody | ServiceProviderPreEntrustSignBody | QsPreEntrustSignBody) &
  Partial<WithPrepayId>

/** `contracts`: one attempt of one user, under its code. */
export type ContractRecord = ContractCommon & FamilyPart

/** What the merchant's own code is told about a contract. */
export interface ContractSummary {
  out_contract_code: string
  family: Family
  mode: Mode
  mchid: string
  appid: string
  openid?: string
  sub_mchid?: string
  sub_appid?: string
  sub_openid?: string
  /** The user by the merchant's own login, in the scene app. */
  userId?: string
  /** Scene app: signed in the WeChat of `openid`, and nobody has said that this is the user. Charge nothing until it is. */
  signer?: 'unconfirmed'
  service_id?: number
  plan_id?: number
  contract_id?: string
  signedAtMs?: number
  terminatedAtMs?: number
  contract_termination_mode?: string
  contractExpiresAtMs?: number
}

/** The template of a record by its wire name. */
export function templateOf(part: FamilyPart): Template {
  return part.family === 'password-exempt'
    ? { name: 'service_id', id: part.service_id }
    : { name: 'plan_id', id: part.plan_id }
}

export interface Template {
  name: 'service_id' | 'plan_id'
  id: number
}
