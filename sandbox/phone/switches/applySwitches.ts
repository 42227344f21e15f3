// SWITCHES: what goes wrong behind the phone, put into the stand-ins.
import type { LocalWechat } from '../../localWechat'
import type { ServerSwitches } from '../wire'
import { LateNotifications } from './lateNotifications'

type Armed = Pick<LocalWechat['wechatPay'], 'control'>

const ANSWERS = {
  normally: undefined,
  429: { kind: 'tooManyRequests', retryAfterSec: 5 },
  500: { kind: 'serverError', status: 500, when: 'before' },
  'bad signature': { kind: 'wrongSignature' },
  'not at all': { kind: 'drop', when: 'before' },
  'slowly (4 s)': { kind: 'delay', ms: 4_000 },
  'cut off, done': { kind: 'reset', when: 'after' },
  '500 to pre-sign only': { kind: 'serverError', status: 500, when: 'before' },
  'nothing to pre-sign only': { kind: 'drop', when: 'before' },
} as const

/** Orders and queries are answered as ever. */
const PRE_SIGN = '*pre-entrust-sign*'

const NOTIFICATIONS = {
  'on time': undefined,
  'late (20 s)': undefined,
  never: { kind: 'drop' },
  'twice at once': { kind: 'duplicate', copies: 2 },
  'probe first': { kind: 'signtest' },
  'forged first': { kind: 'wrongKey' },
} as const

const PAYERS = { 'can pay': 'pays', 'not enough': 'noBalance', 'risk control': 'riskRefused' } as const
const LIMITS = { 'not reached': 'asSet', reached: 'reached' } as const
const REFUNDS = {
  'at once': 'succeed',
  'late (1 h)': 'late',
  abnormal: 'abnormal',
  closed: 'close',
  refused: 'notEnough',
} as const

/** The first attempt only: the repeat by the plan is a true one. */
const FIRST_ONLY: readonly ServerSwitches['notification'][] = ['probe first', 'forged first']

/** Keeps one local WeChat as the switches say. */
export class AppliedSwitches {
  readonly #late: LateNotifications
  #isDatabaseUp = true
  #switches: ServerSwitches

  constructor(
    private readonly local: LocalWechat,
    switches: ServerSwitches,
  ) {
    this.#switches = switches
    this.#late = new LateNotifications(local.wechatPay)
    local.wechatPay.events.on('notification', this.#armFirstAttempt)
  }

  async apply(switches: ServerSwitches): Promise<void> {
    this.#switches = switches
    await this.#armFaults(this.local.wechatPay, switches)
    await this.local.wechatPay.control.setSwitches({
      payer: PAYERS[switches.payer],
      contractLimits: LIMITS[switches.limit],
      refunds: REFUNDS[switches.refunds],
    })
    this.local.receiver?.behave(switches.receiver)
    await this.#late.set(switches.notification === 'late (20 s)')
    await this.#setDatabase(switches.database === 'normal')
  }

  close(): void {
    this.local.wechatPay.events.off('notification', this.#armFirstAttempt)
    this.#late.close()
  }

  async #armFaults({ control }: Armed, { wechatPay, notification }: ServerSwitches): Promise<void> {
    await control.clearFaults()
    const answer = ANSWERS[wechatPay]
    const only = wechatPay.endsWith('pre-sign only') ? { path: PRE_SIGN } : {}
    if (answer) await control.armFault({ fault: answer, times: 'always', ...only })
    const fault = NOTIFICATIONS[notification]
    if (fault && !FIRST_ONLY.includes(notification)) await control.armNotificationFault({ fault, times: 'always' })
  }

  /** Told of while the notification is made, before its first attempt is planned. */
  readonly #armFirstAttempt = (): void => {
    const fault = NOTIFICATIONS[this.#switches.notification]
    if (!fault || !FIRST_ONLY.includes(this.#switches.notification)) return
    void this.local.wechatPay.control.armNotificationFault({ fault })
  }

  async #setDatabase(isUp: boolean): Promise<void> {
    if (isUp === this.#isDatabaseUp) return
    this.#isDatabaseUp = isUp
    await (isUp ? this.local.records.up() : this.local.records.down())
  }
}
