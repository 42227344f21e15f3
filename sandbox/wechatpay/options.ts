// What the stand-in is started with, and the switches that stand for what nobody could see of the real one.
import type { SandboxKeys } from '../keys'
import type { CodeForOtherOrder } from './codeReuse'
import { MODES, type Mode } from './preSign'

export interface WechatPayOptions {
  keys: SandboxKeys
  /** 免密支付服务ID open to the merchant. Default: 12535 in every mode. */
  services?: readonly ServicePermission[]
  /** 委托代扣协议模板ID open to the merchant. Default: 12535. */
  plans?: readonly PlanPermission[]
  /**
   * Public https origin -> loopback base URL, as a tunnel would carry it. A notify_url must be public like the real
   * one's; an origin that is not listed is unreachable.
   */
  notifyOrigins?: Readonly<Record<string, string>>
  /** Event types of the password-exempt family. Unpublished, so the defaults are plainly made up. */
  passwordExemptEvents?: { signed: string; terminated: string }
  switches?: Partial<Switches>
  /** A session's life; 2 hours by default. */
  sessionLifeMs?: number
  /** A combine-papay contract's life; one year by default. */
  contractLifeMs?: number
  /** How much may be taken under a contract; the first limits of 免密支付 by default. */
  contractLimits?: ContractLimits
  /** How long a refund is on its way; 3 s by default. */
  refundTakesMs?: number
  /** How long a notification waits for an answer; 5 s by default, as documented. */
  answerLimitMs?: number
  /** The waits of the retry plans are divided by this; 1 by default. */
  notifyTimeScale?: number
  /** Milliseconds since 1970. */
  nowMs?: () => number
  /** Where it listens on loopback; a free port each unless told otherwise. */
  ports?: { main: number; backup: number; control: number }
  /** Is given each move of the clock to run: whoever keeps this clock too gets ready before, and follows after. */
  whileTimePasses?: (move: () => Promise<void>) => Promise<void>
}

/** Fen in one payment, fen a day, payments a day. */
export interface ContractLimits {
  fenAtOnce: number
  fenADay: number
  timesADay: number
}

export interface ServicePermission {
  serviceId: number
  /** Default: all. */
  modes?: readonly Mode[]
}

export interface PlanPermission {
  planId: number
  /**
   * 解约回调 URL set on the template in the merchant platform. Pages disagree whether terminations go there; without one
   * they go to the pre-sign notify_url.
   */
  terminationNotifyUrl?: string
}

/** Behaviour of the real service that no page tells. Each can be turned at run time. */
export interface Switches {
  /** What a password-exempt query says between pre-sign and signing. */
  passwordExemptUnsignedQuery: 'notFound' | 'notSigned'
  /** Whether a code that was offered with one order and not signed may be offered with the next. */
  codeForOtherOrder: CodeForOtherOrder
  /** Which key signs notifications: the merchant cannot choose. */
  notificationKey: 'publicKey' | 'platformCertificate'
  /** Whether a repeat has the bytes of the first attempt, or is sealed under a nonce of its own. */
  repeats: 'sameBytes' | 'sealedAnew'
  /** `notIssued`: a merchant that only ever had the public key, whose certificate download is an error. */
  certificates: 'served' | 'notIssued'
  /**
   * Whether a combine-papay APP pre-sign names user name and path for WXLaunchMiniProgram, and how: two spellings are
   * documented at products beside it, and its own page shows neither.
   */
  appLaunchTarget: (typeof APP_LAUNCH_TARGETS)[number]
  /** HTTP status of CONTRACT_NOT_EXIST. */
  contractNotExistStatus: (typeof CONTRACT_NOT_EXIST_STATUS)[number]
  /** Whether contracts of mode ecommerce pay orders with a contract. */
  ecommerceContracts: 'taken' | 'refused'
  /** What a reverse of a charge nobody has heard of is answered with; `noted`: 204, and the number charges nothing any more. */
  reverseUnknown: 'notFound' | 'noted'
  /** Whether the user can pay without a say: a charge is refused otherwise (NOT_ENOUGH and RISK_CONTROL are guesses), a cashier asks. */
  payer: (typeof PAYERS)[number]
  /** `reached`: nothing more can be taken under any contract (RULE_LIMIT), whatever was taken. */
  contractLimits: (typeof CONTRACT_LIMITS)[number]
  /** What becomes of refunds to come; `late`: they succeed an hour later. */
  refunds: (typeof REFUNDS)[number]
}

export const PAYERS = ['pays', 'noBalance', 'riskRefused'] as const
export const CONTRACT_LIMITS = ['asSet', 'reached'] as const
export const REFUNDS = ['succeed', 'late', 'abnormal', 'close', 'notEnough'] as const
export const CONTRACT_NOT_EXIST_STATUS = [404, 400, 403] as const

/** `none`, or what stands before `username` and `path`. */
export const APP_LAUNCH_TARGETS = ['none', 'miniprogram_', 'mini_program_'] as const

/** Options with every default filled in. */
export type Settings = Required<Omit<WechatPayOptions, 'switches'>> & { switches: Switches }

const HOUR_MS = 3_600_000
const EXAMPLE_TEMPLATE_ID = 12535

export function fillSettings(options: WechatPayOptions): Settings {
  return {
    services: [{ serviceId: EXAMPLE_TEMPLATE_ID, modes: MODES }],
    plans: [{ planId: EXAMPLE_TEMPLATE_ID }],
    notifyOrigins: {},
    passwordExemptEvents: { signed: 'SANDBOX_PASSWORD_EXEMPT.SIGN', terminated: 'SANDBOX_PASSWORD_EXEMPT.TERMINATE' },
    sessionLifeMs: 2 * HOUR_MS,
    contractLifeMs: 365 * 24 * HOUR_MS,
    contractLimits: { fenAtOnce: 50_000, fenADay: 250_000, timesADay: 5 },
    refundTakesMs: 3_000,
    answerLimitMs: 5_000,
    notifyTimeScale: 1,
    nowMs: Date.now,
    ports: { main: 0, backup: 0, control: 0 },
    whileTimePasses: (move) => move(),
    ...options,
    switches: {
      passwordExemptUnsignedQuery: 'notFound',
      codeForOtherOrder: 'taken',
      notificationKey: 'publicKey',
      repeats: 'sameBytes',
      certificates: 'served',
      appLaunchTarget: 'none',
      contractNotExistStatus: 404,
      ecommerceContracts: 'taken',
      reverseUnknown: 'notFound',
      payer: 'pays',
      contractLimits: 'asSet',
      refunds: 'succeed',
      ...options.switches,
    },
  }
}
