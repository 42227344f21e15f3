// What the flow tests share: a local WeChat with the built functions, users who come and go, what is on record about
// them, and every line the functions printed.
import { once } from 'node:events'
import { randomBytes } from 'node:crypto'
import type { ContractRecord } from '../../cloudfunctions/_shared/records/contracts'
import type { NotificationRecord } from '../../cloudfunctions/_shared/records/notifications'
import type { OutboxRecord } from '../../cloudfunctions/_shared/records/outbox'
import type { RefundRecord } from '../../cloudfunctions/_shared/records/refunds'
import type { SlotRecord } from '../../cloudfunctions/_shared/records/slots'
import type { PaymentRecord } from '../../cloudfunctions/_shared/records/payments'
import type { LogEvent } from '../../sandbox/cloud/events'
import { startLocalWechat, type LocalWechat, type LocalWechatOptions } from '../../sandbox/localWechat'
import { FlowUser, type Answer } from './flowUser'
import { FUNCTIONS_ROOT } from './functionsRoot'

type Control = LocalWechat['wechatPay']['control']
export type AnswerFault = Parameters<Control['armFault']>[0]['fault']
export type NotificationFault = NonNullable<Parameters<Control['forgeNotification']>[0]>['fault'] & object

/** What the functions keep, collection by collection. */
export interface Everything {
  contracts: ContractRecord[]
  contract_slots: SlotRecord[]
  contract_notifications: NotificationRecord[]
  contract_outbox: OutboxRecord[]
  payments: PaymentRecord[]
  refunds: RefundRecord[]
}

/** Requests of a kind, as a pattern of the stand-in. */
export const PATHS = {
  preSign: '*pre-entrust-sign*',
  aboutContracts: '*/out-contract-code/*',
  terminate: '*/terminate',
  placeOrder: '*/transactions/jsapi',
  aboutOrders: '*/out-trade-no/*',
} as const

/** Longer than anything here takes on a slow machine: a limit for what hangs, not a measure. */
const LIMIT_MS = 60_000

export class Flow {
  /** Every line the functions printed. */
  readonly lines: LogEvent[] = []
  /** Everything the functions answered with `ok: false`. */
  readonly refusals: Answer[] = []
  readonly users: FlowUser[] = []
  /** Ids of every session, contract, signer, prepayment and payment there ever was, and tokens that were shown. */
  readonly ids = new Set<string>()

  private constructor(readonly local: LocalWechat) {
    local.cloud.events.on('log', (line) => this.lines.push(line))
    local.wechatPay.events.on('session', ({ pre_entrustweb_id }) => this.ids.add(pre_entrustweb_id))
    local.wechatPay.events.on('signed', ({ contract_id = '', openid = '' }) => this.ids.add(contract_id).add(openid))
    local.wechatPay.events.on('ordered', ({ prepay_id }) => this.ids.add(prepay_id))
    local.wechatPay.events.on('paid', ({ transaction_id = '' }) => this.ids.add(transaction_id))
  }

  static async start(options: Partial<LocalWechatOptions> = {}): Promise<Flow> {
    // On a busy machine a notification may take longer than WeChat Pay waits; what it does then is a test of its own.
    const wechatPay = { answerLimitMs: LIMIT_MS, ...options.wechatPay }
    return new Flow(await startLocalWechat({ functionsRoot: FUNCTIONS_ROOT, ...options, wechatPay }))
  }

  get control(): Control {
    return this.local.wechatPay.control
  }

  get db(): LocalWechat['cloud']['db'] {
    return this.local.cloud.db
  }

  /** Somebody nobody has seen before: what is on record about others is none of their business. */
  newUser(appid = this.local.miniProgramAppid): FlowUser {
    const user = new FlowUser(this, `o${randomBytes(20).toString('base64url').slice(0, 27)}`, appid)
    this.users.push(user)
    return user
  }

  /** Spoils every answer from now on, until `faultsOver`. */
  async spoil(
    fault: AnswerFault,
    scope: { path?: string; method?: string; host?: 'main' | 'backup' } = {},
  ): Promise<void> {
    await this.control.armFault({ fault, times: 'always', ...scope })
  }

  async faultsOver(): Promise<void> {
    await this.control.clearFaults()
  }

  everything(): Everything {
    return {
      contracts: this.all('contracts'),
      contract_slots: this.all('contract_slots'),
      contract_notifications: this.all('contract_notifications'),
      contract_outbox: this.all('contract_outbox'),
      payments: this.all('payments'),
      refunds: this.all('refunds'),
    }
  }

  all<Name extends keyof Everything>(collection: Name, query: Record<string, unknown> = {}): Everything[Name] {
    return this.db.find(collection, query) as unknown as Everything[Name]
  }

  /** New settings on top of the first ones, as after a deployment; `undefined` takes one away. */
  async redeploy(settings: Readonly<Record<string, string | undefined>> = {}): Promise<void> {
    const all = Object.entries({ ...this.local.settings, ...settings })
    const given = all.filter((entry): entry is [string, string] => entry[1] !== undefined)
    await this.local.cloud.redeploy(Object.fromEntries(given))
  }

  /** Looks now, and again after every attempt to deliver a notification. */
  async untilDelivered(isDone: () => Promise<boolean>): Promise<void> {
    const { events } = this.local.wechatPay
    const limit = AbortSignal.timeout(LIMIT_MS)
    for (;;) {
      const next = new AbortController()
      const attempt = once(events, 'notificationAttempt', { signal: AbortSignal.any([limit, next.signal]) })
      attempt.catch(() => undefined)
      if (await isDone()) {
        next.abort()
        return
      }
      await attempt
    }
  }

  /** What the functions said about `event`, newest last. */
  told(event: string): Record<string, unknown>[] {
    const lines = this.lines.map(({ line }) => JSON.parse(line) as Record<string, unknown>)
    return lines.filter((line) => line['event'] === event)
  }

  async close(): Promise<void> {
    await this.local.close()
  }
}
