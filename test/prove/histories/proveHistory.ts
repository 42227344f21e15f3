// Plays a history of a proof: what the flow tests play, and more.
import { signNotification } from '../../../sandbox/wechatpay/notifications/signing'
import type { Personal } from '../../support/faultActions'
import { deliver, makeSigned } from '../../support/flowNotify'
import { History } from '../../support/faultHistory'
import type { Person } from '../../support/person'
import { claimOf, liesAbout, nameIn } from '../lies/claims'
import type { ProveWorld } from '../world/proveWorld'
import { MoneyHistory } from './moneyHistory'
import type { ProveAction } from './proveActions'

/** Of the database, for one request; real time. */
const SLOW_MS = 60

export class ProveHistory extends History {
  readonly #money: MoneyHistory

  constructor(
    private readonly proveWorld: ProveWorld,
    private readonly everybody: readonly Person[],
  ) {
    super(proveWorld, everybody)
    this.#money = new MoneyHistory(proveWorld, everybody, this.wrong)
  }

  async playOne(action: ProveAction): Promise<void> {
    const { cloud, changes, faults, time, pass } = this.proveWorld
    switch (action.kind) {
      case 'timer': {
        const runs = Array.from({ length: action.atOnce }, async () => cloud.fireTimer('upkeep'))
        // Killed, or without a database: the next run goes on.
        await Promise.allSettled(runs)
        return
      }
      case 'pass':
        return pass(action.ms)
      case 'clocks':
        time.drift(action.driftsMs)
        return
      case 'receiver':
        changes.mood = action.mood
        return
      case 'lie':
        return this.#lie(action)
      case 'falseWord':
        return this.#lieAbout(action)
      case 'journey':
        return this.#journey(action.who, action.then)
      case 'slowDatabase': {
        const hold = faults.hold('before')
        void hold.reached.then(() => setTimeout(hold.release, SLOW_MS))
        return
      }
      case 'purchase':
        await this.#journey(action.who, [])
        return this.#money.play(action)
      case 'sell':
      case 'chargeHangs':
      case 'order':
      case 'giveBack':
      case 'giveBackOver':
      case 'settleRefund':
      case 'switches':
      case 'falseMoney':
      case 'lostMoneyAnswer':
        return this.#money.play(action)
      default:
        return this.play(action)
    }
  }

  /** Whatever was wrong is over: nobody does anything any more but WeChat Pay and the timer. */
  async leave(): Promise<void> {
    await this.recover()
    await this.#money.leave()
    this.proveWorld.changes.mood = 'takes'
  }

  async #journey(who: number, then: readonly Personal[]): Promise<void> {
    for (const what of ['ask', 'sign', ...then] as const) await this.play({ kind: 'personal', who, what })
  }

  async #lie({ how, who }: Extract<ProveAction, { kind: 'lie' }>): Promise<void> {
    const { control } = this.proveWorld.wechatPay
    const person = this.everybody[who % this.everybody.length]
    switch (how) {
      case 'altered':
        await control.armNotificationFault({ fault: { kind: 'alteredPlaintext', fields: { mchid: '1999999999' } } })
        return
      case 'unmapped':
        await control.armNotificationFault({ fault: { kind: 'unmappedEventType', eventType: 'SOMETHING.ELSE' } })
        return
      case 'wrongKey':
        await control.armNotificationFault({ fault: { kind: 'wrongKey' } })
        return
      case 'forged':
        return this.#forge(person)
    }
  }

  async #lieAbout({ by, who, which }: Extract<ProveAction, { kind: 'falseWord' }>): Promise<void> {
    const { control } = this.proveWorld.wechatPay
    const person = this.everybody[who % this.everybody.length]
    const contract = (await person?.records())?.at(-1)
    const held = (await person?.upstream())?.find((one) => one.out_contract_code === contract?._id)
    if (!contract || !held || held.contract_state === 'TERMINATED') return
    const change = held.contract_state === 'SIGNED' ? 'terminated' : 'signed'
    const { nowMs } = await control.now()
    const lies = liesAbout(contract, change)
    const { fields = {} } = lies[which % lies.length] ?? {}
    const claim = { ...claimOf(contract, change, nowMs), ...fields }
    if (by === 'answer') {
      const path = `*/out-contract-code/${contract._id}*`
      await control.armFault({ fault: { kind: 'alteredAnswer', fields: claim }, method: 'GET', path })
      return
    }
    const fault = { kind: 'alteredPlaintext', fields: { ...nameIn(contract), ...fields } } as const
    await control.forgeNotification({ out_contract_code: contract._id, change, fault })
  }

  /** Apart from WeChat Pay's books, which would send it again as their own. */
  async #forge(person: Person | undefined): Promise<void> {
    const { wechatPay, keys } = this.proveWorld
    const [agreement] = (await person?.upstream()) ?? []
    if (!person || !agreement) return
    const { nowMs } = await wechatPay.control.now()
    const { body } = makeSigned(
      { local: this.proveWorld },
      { openid: person.openid, code: agreement.out_contract_code },
    )
    const forged = signNotification(body.toString(), { keys, signWith: 'publicKey', nowMs }, { kind: 'wrongKey' })
    const { status } = await deliver({ local: this.proveWorld }, forged)
    if (status < 400) this.wrong.push(`a forged notification was answered ${status}`)
  }
}
