// One user of a flow test: what the phone does, what WeChat Pay saw of it, and what is on record.
import type { ContractRecord } from '../../cloudfunctions/_shared/records/contracts'
import { withDue } from '../../cloudfunctions/_shared/records/due'
import type { NotificationRecord } from '../../cloudfunctions/_shared/records/notifications'
import type { OutboxRecord } from '../../cloudfunctions/_shared/records/outbox'
import type { SlotAttempt, SlotRecord } from '../../cloudfunctions/_shared/records/slots'
import { TEXT_HASH } from './builders'
import type { Flow } from './flowWechat'
import { attemptOf } from './slotViews'

/** What a function answered, as the page gets it. */
export interface Answer {
  ok: boolean
  state?: string
  out_contract_code?: string
  pre_entrustweb_id?: string
  expiresAtMs?: number
  signedAtMs?: number
  terminatedAtMs?: number
  error?: { code: string; message: string; requestId: string; retryAfterMs?: number }
}

export class FlowUser {
  /** `out_contract_code` of the newest attempt. */
  code = ''
  /** `pre_entrustweb_id` of the newest session handed out. */
  session = ''

  constructor(
    private readonly flow: Flow,
    /** Under `appid`; of a user of the merchant's app, the id by its own login. */
    readonly openid: string,
    /** Of the mini-program they use. */
    readonly appid: string,
  ) {}

  /** `wx.cloud.callFunction`. */
  async call<Reply extends Answer = Answer>(name: string, data: object): Promise<Reply> {
    const { result } = await this.flow.local.cloud.call(name, data, { openid: this.openid, appid: this.appid })
    const answer = result as Reply
    if (!answer.ok) this.flow.refusals.push(answer)
    return answer
  }

  /** Ticks the agreement: `preEntrustSign`. */
  async ask(): Promise<Answer> {
    const answer = await this.call('preEntrustSign', { consent: { textHash: TEXT_HASH } })
    this.session = answer.pre_entrustweb_id ?? this.session
    this.code = answer.out_contract_code ?? this.attempt?.currentCode ?? this.code
    return answer
  }

  /** `queryContract`, about the current contract. */
  async query(): Promise<Answer> {
    return this.call('queryContract', {})
  }

  /** As `query`, some time later: WeChat Pay may be asked about the code again. */
  async queryLater(code = this.code): Promise<Answer> {
    await this.mayAskAgain(code)
    return this.query()
  }

  async terminate(code = this.code): Promise<Answer> {
    return this.call('terminateContract', { out_contract_code: code })
  }

  async terminateLater(code = this.code): Promise<Answer> {
    await this.mayCloseAgain(code)
    return this.terminate(code)
  }

  /** Lets the 30 s pass in which a termination is not sent again. */
  async mayCloseAgain(code = this.code): Promise<void> {
    const { terminateSentAtMs } = this.contractOf(code)
    if (terminateSentAtMs !== undefined) {
      await this.flow.db.update('contracts', code, { terminateSentAtMs: terminateSentAtMs - 30_000 })
    }
    await this.mayAskAgain(code)
  }

  /** Lets the 1.5 s pass in which WeChat Pay is not asked again about the same code. */
  async mayAskAgain(code = this.code): Promise<void> {
    await this.flow.db.update('contracts', code, { nextQueryAtMs: 0 })
  }

  /** Moves the end of the session on record, and what follows from it; WeChat Pay's own clock is left alone. */
  async sessionEndsIn(ms: number): Promise<void> {
    const session = { ...this.contract.session, expiresAtMs: Date.now() + ms }
    const { dueAtMs } = withDue('contracts', { ...this.contract, session })
    await this.flow.db.update('contracts', this.code, { session, dueAtMs })
  }

  /** Has a session to sign in. */
  async preSigned(): Promise<this> {
    expect(await this.ask()).toMatchObject({ ok: true, state: 'inProgress' })
    return this
  }

  /** Signs in WeChat Pay's mini-program; back when the first attempt to notify us is over. */
  async sign(): Promise<void> {
    await this.flow.control.sign({ out_contract_code: this.code, openid: this.openid })
    await this.flow.control.settled()
  }

  /** Has a contract, known by its notification. */
  async signed(): Promise<this> {
    await this.preSigned()
    await this.sign()
    expect(this.contract).toMatchObject({ state: 'SIGNED' })
    return this
  }

  /** Has a contract that nobody has told us of: every notification of it is lost. */
  async signedInSilence(): Promise<this> {
    await this.preSigned()
    await this.loseNotifications()
    await this.sign()
    expect(this.contract).toMatchObject({ state: 'PRESIGNED' })
    return this
  }

  /** No notification about the current code reaches us, until the faults are over. */
  async loseNotifications(): Promise<void> {
    const fault = { kind: 'drop' } as const
    await this.flow.control.armNotificationFault({ fault, times: 'always', out_contract_code: this.code })
  }

  /** Ends the contract in WeChat, without the merchant. */
  async terminateInWechat(): Promise<void> {
    await this.flow.control.terminate({ out_contract_code: this.code })
    await this.flow.control.settled()
  }

  get contract(): ContractRecord {
    return this.contractOf(this.code)
  }

  contractOf(code: string): ContractRecord {
    const [contract] = this.flow.all('contracts', { _id: code })
    if (!contract) throw new Error(`nothing on record under "${code}"`)
    return contract
  }

  /** Oldest first. */
  get contracts(): ContractRecord[] {
    const names = ['openid', 'sub_openid', 'userId'].map((name) => ({ [name]: this.openid }))
    return this.flow.all('contracts', { $or: names }).sort((a, b) => a.attemptNo - b.attemptNo)
  }

  get slot(): SlotRecord | undefined {
    const codes = this.contracts.map(({ _id }) => _id)
    const isOurs = ({ attempts }: SlotRecord) =>
      Object.values(attempts).some(({ currentCode }) => codes.includes(currentCode))
    return this.flow.all('contract_slots').find(isOurs)
  }

  /** Where the slot stands, of a user under one template. */
  get attempt(): SlotAttempt | undefined {
    return attemptOf(this.slot)
  }

  get notifications(): NotificationRecord[] {
    return this.flow.all('contract_notifications', { code: this.code })
  }

  /** Ids: `code:state`. */
  get outbox(): string[] {
    return this.outboxRows.map(({ _id }) => _id)
  }

  get outboxRows(): OutboxRecord[] {
    const codes = this.contracts.map(({ _id }) => _id)
    return this.flow.all('contract_outbox').filter(({ code }) => codes.includes(code))
  }

  /** Where the evidence of the current contract came from, oldest first. */
  get evidence(): string[] {
    return this.contract.evidence.map(({ source, what }) => `${source} ${what}`)
  }

  /** Bodies of the pre-sign requests that reached WeChat Pay for this user's codes, oldest first. */
  async preSignBodies(): Promise<string[]> {
    const codes = this.contracts.map(({ _id }) => _id)
    const requests = await this.flow.control.requests({ last: 1000 })
    const preSigns = requests.filter(({ path }) => path.includes('pre-entrust-sign'))
    return preSigns.map(({ body }) => body).filter((body) => codes.some((code) => body.includes(code)))
  }

  /** Requests about the current code, such as `GET 200` or `POST 0`; 0 when no answer was sent. */
  async asked(): Promise<string[]> {
    const requests = await this.flow.control.requests({ last: 1000 })
    const about = requests.filter(({ path }) => path.includes(`/out-contract-code/${this.code}`))
    return about.map(({ method, status }) => `${method} ${status}`)
  }

  /** The codes WeChat Pay knows of this user. */
  async codesAtWechatPay(): Promise<string[]> {
    const known = await this.flow.control.contracts()
    const codes = this.contracts.map(({ _id }) => _id)
    return known.map(({ out_contract_code }) => out_contract_code).filter((code) => codes.includes(code))
  }
}
