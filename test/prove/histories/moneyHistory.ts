// Plays what happens to money, and holds every answer to what WeChat Pay has in its books by then.
import type { PaymentRecord } from '../../../cloudfunctions/_shared/records/payments'
import { onlyIfPossible } from '../../support/faultHistory'
import type { Person } from '../../support/person'
import {
  MerchantServer,
  ORDERS_OF_CHARGE,
  type ChargeReply,
  type GivingBack,
  type RefundReply,
} from '../world/merchantServer'
import type { ProveWorld } from '../world/proveWorld'
import { chargeLies, refundLies } from './moneyLies'
import type { MoneyAction, Part } from './moneyActions'

type Of<Kind extends MoneyAction['kind']> = Extract<MoneyAction, { kind: Kind }>

/** Fen of the two orders of a charge, and of an order that the user pays. */
const TOTALS = [100, 251] as const
const ORDER_TOTAL = 351
/** A charge has the longest call of all: the platform ends it by then. */
const CALL_ENDS_MS = 61_000
/** Real time: so long a request to the database is held back. */
const OVERTAKEN_MS = 60
const CHARGES = '*/combine-papay/transactions'

const PATHS = {
  charge: { path: CHARGES, method: 'POST' },
  question: { path: `${CHARGES}/*`, method: 'GET' },
  reverse: { path: `${CHARGES}/*/reverse`, method: 'POST' },
  refund: { path: '*/refunds*', method: 'POST' },
} as const

let count = 0

export class MoneyHistory {
  readonly #id = ++count
  readonly #server: MerchantServer
  readonly #isCharged: boolean
  readonly #inserted = new Set<string>()

  /** @param wrong what should not have happened is added to it */
  constructor(
    private readonly world: ProveWorld,
    private readonly people: readonly Person[],
    private readonly wrong: string[],
  ) {
    this.#server = new MerchantServer(world)
    this.#isCharged = world.settings['WXPAY_FAMILY'] === 'combine-papay'
  }

  async play(action: MoneyAction): Promise<void> {
    const { control } = this.world.wechatPay
    switch (action.kind) {
      case 'sell':
        return this.#isCharged ? this.#charge(action) : this.#sellOrder(action)
      case 'purchase':
        return this.#purchase(action)
      case 'chargeHangs':
        return this.#isCharged ? this.#chargeHangs(action) : undefined
      case 'order':
        return this.#order(action)
      case 'giveBack':
        return this.#giveBack(action)
      case 'giveBackOver':
        return this.#giveBackOver(action)
      case 'settleRefund': {
        const refund = await this.#oneOf('refunds', action.which)
        if (!refund) return
        const input = { out_refund_no: refund.out_refund_no, status: action.status }
        return onlyIfPossible(async () => control.settleRefund(input))
      }
      case 'switches':
        await control.setSwitches(action.switches)
        return
      case 'falseMoney':
        return this.#lie(action)
      case 'lostMoneyAnswer':
        await control.armFault({ fault: { kind: 'reset', when: action.when }, ...PATHS[action.of] })
        return
    }
  }

  /** Whoever had no money has some. */
  async leave(): Promise<void> {
    await this.world.wechatPay.control.setSwitches({ payer: 'pays', refunds: 'succeed' })
  }

  async #purchase({ who, which, then }: Of<'purchase'>): Promise<void> {
    await this.play({ kind: 'sell', who, which, how: 'once' })
    // Of a charge, the first of its orders.
    const ofSale = { who, which: this.#isCharged ? 2 * which : which }
    if ('overAfter' in then)
      return this.#giveBackOver({ kind: 'giveBackOver', ...ofSale, number: 0, after: then.overAfter })
    for (const [number, part] of then.entries())
      await this.play({ kind: 'giveBack', ...ofSale, number, part, atOnce: 1 })
  }

  async #charge({ who, which, how }: Of<'sell'>): Promise<void> {
    const charge = async (more = 0) => this.#tryToCharge(who, which, more)
    await Promise.all(how === 'twiceAtOnce' ? [charge(), charge()] : [charge(how === 'otherAmount' ? 1 : 0)])
  }

  async #tryToCharge(who: number, which: number, more: number): Promise<void> {
    const code = (await this.#person(who)?.records())?.at(-1)?._id
    if (code === undefined) return
    const number = this.#chargeNumber(who, which)
    const totals = [TOTALS[0], TOTALS[1] + more] as const
    const reply = await this.#server.charge({ out_contract_code: code, combine_out_trade_no: number, totals })
    await this.#holdToBooks(number, reply)
  }

  async #holdToBooks(number: string, reply: ChargeReply): Promise<void> {
    if (!reply?.ok) {
      this.#holdRefusal('chargeContract', reply)
      return
    }
    const held = (await this.world.books()).charges.find((one) => one.combine_out_trade_no === number)
    const isPaid = held?.state === 'SUCCESS'
    if (reply.state !== 'inProgress' && (reply.state === 'paid') !== isPaid)
      this.wrong.push(`charge ${number} was answered ${reply.state}, WeChat Pay holds ${held?.state ?? 'none'}`)
  }

  #holdRefusal(name: string, reply: { ok: false; error: { code: string } } | undefined): void {
    if (reply && !MAY_BE_TOLD.has(reply.error.code)) this.wrong.push(`${name}: ${reply.error.code}`)
  }

  async #chargeHangs({ who, which, when }: Of<'chargeHangs'>): Promise<void> {
    const { clock, wechatPay } = this.world
    let stopWatching = (): void => undefined
    const isHanging = new Promise<void>((resolve) => {
      const watch = ({ faults }: { faults: readonly string[] }): void => {
        if (faults.includes('drop')) resolve()
      }
      wechatPay.events.on('request', watch)
      stopWatching = () => void wechatPay.events.off('request', watch)
    })
    await wechatPay.control.armFault({ fault: { kind: 'drop', when }, ...PATHS.charge })
    const call = this.#tryToCharge(who, which, 0)
    await Promise.race([isHanging, call])
    stopWatching()
    clock.advance(CALL_ENDS_MS)
    await call
  }

  /** Paid under the contract, where there is one, and else as an ordinary order. */
  async #sellOrder({ who, which, how }: Of<'sell'>): Promise<void> {
    const place = async () => this.#order({ kind: 'order', who, which, what: 'place' })
    await Promise.all(how === 'twiceAtOnce' ? [place(), place()] : [place()])
    await this.#order({ kind: 'order', who, which, what: how === 'otherAmount' ? 'payTold' : 'pay' })
  }

  async #order({ who, which, what }: Of<'order'>): Promise<void> {
    const { records, wechatPay } = this.world
    const person = this.#person(who)
    if (!person) return
    const number = this.#orderNumber(who, which)
    const payment = (await records.get('payments', number)) as unknown as PaymentRecord | undefined
    if (what === 'place') {
      await this.#insertOrder(number, person)
      this.#holdUser(await person.call('payWithContract', { out_trade_no: number }))
    } else if (what === 'query') {
      this.#holdUser(await person.call('queryOrder', { out_trade_no: number }))
    } else if (what === 'close') {
      this.#holdUser(await person.call('closeOrder', { out_trade_no: number }))
    } else if (payment?.prepay_id !== undefined) {
      const told = what === 'payTold' ? { notifyTotal: ORDER_TOTAL + 1 } : {}
      const { prepay_id } = payment
      await onlyIfPossible(async () => wechatPay.control.payOrder({ prepay_id, ...told }))
    }
  }

  #holdUser(reply: { ok: boolean; error?: { code: string } }): void {
    const code = reply.ok ? undefined : reply.error?.code
    if (code !== undefined && !MAY_BE_TOLD.has(code) && !code.startsWith('PLATFORM_')) this.wrong.push(`order: ${code}`)
  }

  /** As the merchant's shop keeps it, once. */
  async #insertOrder(_id: string, { openid }: Person): Promise<void> {
    if (this.#inserted.has(_id)) return
    this.#inserted.add(_id)
    const total = _id.startsWith('C') ? TOTALS[0] : ORDER_TOTAL
    const order = { _id, openid, description: `what is ordered as ${_id}`, total }
    // Of a platform's orders it is told who is paid.
    await this.world.records.insert('orders', {
      ...order,
      ...(this.#isCharged && { sub_mchid: this.world.keys.subMchid }),
    })
  }

  async #giveBack({ who, which, number, part, atOnce }: Of<'giveBack'>): Promise<void> {
    const { out_trade_no, total } = this.#sale(who, which)
    const out_refund_no = `R${out_trade_no}x${number}`
    const amount = amountOf(part, total)
    const once = async () => this.#tryToGiveBack({ out_trade_no, out_refund_no, amount })
    const rest = async () =>
      this.#tryToGiveBack({ out_trade_no, out_refund_no: `${out_refund_no}too`, amount: amountOf('rest', total) })
    await Promise.all(atOnce === 1 ? [once()] : [once(), once(), rest()])
  }

  async #giveBackOver({ who, which, number, after }: Of<'giveBackOver'>): Promise<void> {
    const { out_trade_no, total } = this.#sale(who, which)
    const amount = amountOf('twoThirds', total)
    const stop = this.#holdOne(after)
    const numbers = ['a', 'b', 'c'].map((letter) => `R${out_trade_no}x${number}${letter}`)
    await Promise.all(
      numbers.map(async (out_refund_no) => this.#tryToGiveBack({ out_trade_no, out_refund_no, amount })),
    )
    stop()
  }

  /** One request to the database is late: the others overtake it. */
  #holdOne(after: number): () => void {
    const { faults } = this.world
    let left = after
    const stop = faults.onAnswered(() => {
      if (left-- > 0) return
      stop()
      const { reached, release } = faults.hold('before')
      void reached.then(() => setTimeout(release, OVERTAKEN_MS))
    })
    return stop
  }

  async #tryToGiveBack(refund: GivingBack): Promise<void> {
    const reply = await this.#server.giveBack(refund)
    if (reply?.ok) await this.#holdRefund(refund, reply)
    else this.#holdRefusal('refundOrder', reply)
  }

  async #holdRefund({ out_refund_no, amount }: GivingBack, { status }: Extract<RefundReply, { ok: true }>) {
    const held = (await this.world.books()).refunds.find((one) => one.out_refund_no === out_refund_no)
    const possible = held ? [held.status, 'PROCESSING', ...(held.status === 'PROCESSING' ? [] : ['ABNORMAL'])] : []
    if (held?.refund !== amount || !possible.includes(status))
      this.wrong.push(`refund ${out_refund_no} was answered ${status}, WeChat Pay holds ${held?.status ?? 'none'}`)
  }

  async #lie({ by, which }: Of<'falseMoney'>): Promise<void> {
    const { control } = this.world.wechatPay
    const refund = await this.#oneOf('refunds', which)
    if (by === 'notification') {
      if (!refund) return
      const fields = refundLies(refund)[which % 3] ?? {}
      const { out_refund_no } = refund
      await control.forgeRefund({ out_refund_no, status: 'SUCCESS', fault: { kind: 'alteredPlaintext', fields } })
      return
    }
    if (by === 'refundAnswer') {
      if (refund)
        await control.armFault({
          fault: { kind: 'alteredAnswer', fields: refundLies(refund)[which % 3] ?? {} },
          path: '*/refunds*',
        })
      return
    }
    const charge = await this.#oneOf('charges', which)
    if (charge)
      await control.armFault({
        fault: { kind: 'alteredAnswer', fields: chargeLies(charge)[which % 3] ?? {} },
        path: `${CHARGES}*`,
      })
  }

  async #oneOf<Name extends 'charges' | 'refunds'>(name: Name, which: number) {
    const all = (await this.world.books())[name]
    return all.length === 0 ? undefined : (all[which % all.length] as (typeof all)[number] | undefined)
  }

  #person = (who: number): Person | undefined => this.people[who % this.people.length]
  #chargeNumber = (who: number, which: number): string => `C${this.#id}x${who}x${which}`

  /** Where charges are, the first is an order that may be charged as well. */
  #orderNumber = (who: number, which: number): string =>
    this.#isCharged && which === 0
      ? `${this.#chargeNumber(who, 0)}${ORDERS_OF_CHARGE[0]}`
      : `O${this.#id}x${who}x${which}`

  #sale(who: number, which: number): { out_trade_no: string; total: number } {
    const order = { out_trade_no: this.#orderNumber(who, which % 2), total: ORDER_TOTAL }
    if (!this.#isCharged) return order
    const letter = which % ORDERS_OF_CHARGE.length
    const ofCharge = { out_trade_no: `${this.#chargeNumber(who, which >> 1)}${ORDERS_OF_CHARGE[letter]}` }
    return which === 3 ? order : { ...ofCharge, total: TOTALS[letter] ?? 0 }
  }
}

function amountOf(part: Part, total: number): number {
  const half = Math.floor(total / 2)
  return { half, rest: total - half, all: total, twoThirds: Math.ceil((total * 2) / 3), tooMuch: total + 1 }[part]
}

/** Of calls that may be wrong, or come at a bad time: not what would say that a setting or the function is. */
const MAY_BE_TOLD: ReadonlySet<string> = new Set([
  'INVALID_INPUT',
  'NOT_FOUND',
  'NOT_SIGNED',
  'IN_PROGRESS',
  'RATE_LIMITED',
  'WECHATPAY_REJECTED',
  'WECHATPAY_UNREACHABLE',
  'WECHATPAY_UNTRUSTED',
  'STORE_FAILED',
])
