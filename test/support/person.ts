// One user with a phone, and WeChat Pay acting for them. Methods do what a person, the page or WeChat Pay's retry would do.
import type { CallableName, Callables } from '../../typings/contract/callables'
import type { CallErrorCode } from '../../typings/contract/results'
import { CloudCallError, type FailureKind } from '../../sandbox/cloud/functions/failures'
import type { LocalWechat } from '../../sandbox/localWechat'
import type { Attempt } from '../../sandbox/wechatpay/notifications/notification'
import { TEXT_HASH } from './builders'
import type { ContractRecord } from '../../cloudfunctions/_shared/records/contracts'
import type { SlotAttempt, SlotRecord } from '../../cloudfunctions/_shared/records/slots'
import { describeReply, falseStatements } from './agreeAnswers'
import { codesOf } from './slotViews'

/** What the page gets: an answer of the function, or the platform's word that there is none. */
export type Reply<Name extends CallableName = CallableName> =
  | ({ ok: true } & Callables[Name]['output'])
  | { ok: false; error: { code: CallErrorCode | PlatformCode; message: string } }

/** Only where the function was stopped in the middle. */
export type PlatformCode = `PLATFORM_${FailureKind}`

const CONSENT = { textHash: TEXT_HASH }
/** More goes than any single fault can spoil. */
const MAX_GOES = 5
/** A termination is sent at most once in this time. */
const CLOSING_PAUSE_MS = 30_000

export class Person {
  /** Told of every answer of a function. */
  onReply: (reply: object) => void = () => undefined
  /** Of every contract that was ever theirs. */
  readonly #codes = new Set<string>()

  constructor(
    private readonly local: LocalWechat,
    readonly openid: string,
  ) {}

  async call<Name extends CallableName>(name: Name, input: Callables[Name]['input']): Promise<Reply<Name>> {
    const { cloud, miniProgramAppid: appid } = this.local
    try {
      const { result } = await cloud.call(name, input, { openid: this.openid, appid })
      const reply = result as Reply<Name>
      this.onReply(reply)
      const lies = falseStatements(reply, await this.upstream(), await this.records())
      if (lies.length > 0) throw new Error(`${name} answers ${describeReply(reply)}, and ${lies.join(', ')}`)
      return reply
    } catch (error) {
      if (!(error instanceof CloudCallError)) throw error
      return { ok: false, error: { code: `PLATFORM_${error.failure.kind}`, message: error.message } }
    }
  }

  ask = async () => this.call('preEntrustSign', { consent: CONSENT })
  query = async () => this.call('queryContract', {})
  close = async (code?: string) => this.call('terminateContract', { out_contract_code: code ?? (await this.code()) })

  /** Taps until there is a session; what a tap may answer meanwhile is left to other assertions. */
  async openSession(): Promise<{ out_contract_code: string; pre_entrustweb_id: string }> {
    const reply = await this.#until('preEntrustSign', this.ask, (one) => one.ok)
    if (!reply.ok || !('pre_entrustweb_id' in reply)) throw new Error(`no session: ${describeReply(reply)}`)
    return reply
  }

  /** In WeChat Pay's mini-program. */
  async sign(code?: string): Promise<void> {
    const out_contract_code = code ?? (await this.code())
    await this.local.wechatPay.control.sign({ out_contract_code, openid: this.openid })
  }

  /** Ever, by WeChat Pay's books. */
  async hasSigned(): Promise<boolean> {
    return (await this.upstream()).some(({ contract_state }) => contract_state !== 'NOT_SIGNED')
  }

  /** Two hours go by: at WeChat Pay, and by the record. */
  async letSessionLapse(): Promise<void> {
    await this.local.wechatPay.control.lapse({ out_contract_code: await this.code() })
    await this.ageSession()
  }

  /** Two hours go by for the record alone: what became of the session is not known here. */
  async ageSession(): Promise<void> {
    const { records } = this.local
    const _id = await this.code()
    const session = (await records.get('contracts', _id))?.['session'] as object
    await records.update('contracts', _id, { session: { ...session, expiresAtMs: 0 } })
  }

  /** In WeChat's own settings, without the merchant. */
  async closeInWechat(): Promise<void> {
    await this.local.wechatPay.control.terminate({ out_contract_code: await this.code() })
  }

  /** Session, signature, notification: the usual way to SIGNED. */
  async becomeSigned(): Promise<void> {
    await this.openSession()
    await this.sign()
    await this.local.wechatPay.control.settled()
    await this.redeliver()
  }

  /** From wherever things stand to a contract in force: what a page does that shows "sign" until it is signed. */
  async getSigned(): Promise<void> {
    const isSigned = async () => (await this.upstream()).some(({ contract_state }) => contract_state === 'SIGNED')
    for (let go = 1; !(await isSigned()); go++) {
      if (go > MAX_GOES) throw new Error(`${this.openid} cannot get signed`)
      const { out_contract_code } = await this.openSession()
      const held = (await this.upstream()).find((one) => one.out_contract_code === out_contract_code)
      // A session WeChat Pay has closed cannot be signed; it is handed out until its two hours are over.
      if (held?.session === 'open') await this.sign(out_contract_code)
      else await this.ageSession()
    }
    await this.local.wechatPay.control.settled()
    await this.redeliver()
  }

  /** The page asks until the answer is this one. */
  async querySays(state: string): Promise<void> {
    await this.#until('queryContract', this.query, (one) => one.ok && one.state === state)
  }

  async closeSays(state: string, code?: string): Promise<void> {
    const close = async () => this.close(code)
    await this.#until('terminateContract', close, (one) => one.ok && one.state === state)
  }

  /** WeChat Pay sends once more what was not accepted. @returns how much that was */
  async deliverOnce(): Promise<number> {
    const open = (await this.notifications()).filter(({ state }) => state !== 'accepted')
    for (const { id } of open) await this.local.wechatPay.control.duplicateNotification({ id, copies: 1 })
    return open.length
  }

  /** The same until it is accepted. */
  async redeliver(): Promise<void> {
    for (let go = 1; go <= MAX_GOES; go++) if ((await this.deliverOnce()) === 0) return
    throw new Error(`a notification to ${this.openid} was not accepted in ${MAX_GOES} goes`)
  }

  /** The lease of an attempt, the pause between two queries and that between two wishes to close are over. */
  async letTimePass(): Promise<void> {
    for (const { _id, terminateSentAtMs } of await this.records()) {
      const sent = terminateSentAtMs !== undefined && { terminateSentAtMs: terminateSentAtMs - CLOSING_PAUSE_MS }
      await this.local.records.update('contracts', _id, { nextQueryAtMs: 0, ...sent })
    }
    await this.letLeaseEnd()
  }

  /** Whoever was at work on an attempt has had 20 s. */
  async letLeaseEnd(): Promise<void> {
    for (const { _id, attempts } of await this.#slots()) {
      const ended = Object.entries(attempts).map(([key, attempt]) => [key, { ...attempt, leaseUntilMs: 0 }] as const)
      await this.local.records.update('contract_slots', _id, { attempts: Object.fromEntries(ended) })
    }
  }

  /** Where the user's slot stands, template by template. */
  async attempts(): Promise<SlotAttempt[]> {
    return (await this.#slots()).flatMap(({ attempts }) => Object.values(attempts))
  }

  async #slots(): Promise<SlotRecord[]> {
    const codes = (await this.records()).map(({ _id }) => _id)
    const all = (await this.local.records.all('contract_slots')) as unknown as SlotRecord[]
    return all.filter((slot) => codesOf(slot).some((code) => codes.includes(code)))
  }

  /** Oldest first; those too they were erased from since. */
  async records(): Promise<ContractRecord[]> {
    const all = (await this.local.records.all('contracts')) as unknown as ContractRecord[]
    const own = all.filter((one) => this.#codes.has(one._id) || this.#isNamedIn(one))
    for (const { _id } of own) this.#codes.add(_id)
    return own.sort((a, b) => a.attemptNo - b.attemptNo)
  }

  #isNamedIn = ({ openid, sub_openid, userId }: ContractRecord): boolean =>
    [openid, sub_openid, userId].includes(this.openid)

  /** What WeChat Pay holds of this user; in the combine-papay family an unsigned session names nobody. */
  async upstream() {
    const codes = new Set((await this.records()).map(({ _id }) => _id))
    const all = await this.local.wechatPay.control.contracts()
    return all.filter((one) => one.openid === this.openid || codes.has(one.out_contract_code))
  }

  async notifications() {
    const codes = new Set((await this.upstream()).map(({ out_contract_code }) => out_contract_code))
    const all = await this.local.wechatPay.control.notifications()
    return all.filter(({ out_contract_code }) => codes.has(out_contract_code))
  }

  /** The attempts made of the user's newest notification. */
  async lastAttempts(): Promise<Attempt[]> {
    return (await this.notifications()).at(-1)?.attempts ?? []
  }

  /** The current one. */
  async code(): Promise<string> {
    const code = (await this.attempts())[0]?.currentCode ?? (await this.records()).at(-1)?._id
    if (code === undefined) throw new Error(`${this.openid} has no contract yet`)
    return code
  }

  async #until<Name extends CallableName>(
    name: Name,
    call: () => Promise<Reply<Name>>,
    isDone: (reply: Reply<Name>) => boolean,
  ): Promise<Reply<Name>> {
    const seen: string[] = []
    for (let go = 1; go <= MAX_GOES; go++) {
      await this.letTimePass()
      const reply = await call()
      if (isDone(reply)) return reply
      seen.push(describeReply(reply))
    }
    throw new Error(`${name} of ${this.openid} did not get there: ${seen.join(', ')}`)
  }
}
