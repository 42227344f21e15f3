// Calls about money: charged under a contract, paid under one, and given back by either endpoint.
import type { Person } from '../../support/person'
import { MerchantServer, ORDERS_OF_CHARGE } from '../world/merchantServer'
import { MINUTE_MS, type ProveWorld } from '../world/proveWorld'
import { Shopper } from '../world/shopper'
import type { CrashAct } from './crashActs'
import { loseNotifications } from './losing'
import { runTimer } from './runTimer'

const CHARGES = '*/combine-papay/transactions'
const TOTALS = [100, 251] as const

let count = 0

/** A user whose contract is charged. */
class Charged {
  readonly number = `CRASH${++count}`
  readonly #server: MerchantServer

  constructor(
    readonly world: ProveWorld,
    readonly person: Person,
  ) {
    this.#server = new MerchantServer(world)
  }

  charge = async (number = this.number): Promise<unknown> => {
    const out_contract_code = await this.person.code()
    return this.#server.charge({ out_contract_code, combine_out_trade_no: number, totals: TOTALS })
  }

  giveBack = async (): Promise<unknown> => {
    const out_trade_no = `${this.number}${ORDERS_OF_CHARGE[0]}`
    return this.#server.giveBack({ out_trade_no, out_refund_no: `R${this.number}`, amount: TOTALS[0] })
  }

  /** Charged, or not, and nobody is told. */
  async chargeUnheard(when: 'before' | 'after'): Promise<void> {
    const { control } = this.world.wechatPay
    await control.armFault({ fault: { kind: 'reset', when }, path: CHARGES, times: 'always' })
    await control.armFault({ fault: { kind: 'reset', when: 'before' }, path: `${CHARGES}/*`, times: 'always' })
    await this.charge()
    await control.clearFaults()
  }
}

const ofCharge = (functionName: string, prepare: (charged: Charged) => Promise<() => Promise<unknown>>): CrashAct => ({
  functionName,
  family: 'combine-papay',
  async prepare(person, world) {
    await person.becomeSigned()
    await world.leaveToTimer(MINUTE_MS)
    return prepare(new Charged(world, person))
  },
})

const CHARGE_ACTS: Readonly<Record<string, CrashAct>> = {
  chargeContract: ofCharge('chargeContract', async ({ charge }) => Promise.resolve(async () => charge())),
  'chargeContract refused for want of money': ofCharge('chargeContract', async ({ charge, world }) => {
    await world.wechatPay.control.setSwitches({ payer: 'noBalance' })
    return async () => charge()
  }),
  'chargeContract that nobody answers': ofCharge('chargeContract', async ({ charge, world }) => {
    await world.wechatPay.control.armFault({ fault: { kind: 'reset', when: 'after' }, path: `${CHARGES}*`, times: 2 })
    return async () => charge()
  }),
  'chargeContract once more': ofCharge('chargeContract', async (charged) => {
    await charged.chargeUnheard('after')
    await charged.world.pass(2000)
    return async () => charged.charge()
  }),
  'chargeContract under a contract that has ended': ofCharge('chargeContract', async (charged) => {
    await charged.charge()
    await loseNotifications(charged.world)
    await charged.person.closeInWechat()
    return async () => charged.charge(`${charged.number}x2`)
  }),
  'upkeep that finds a charge': ofCharge('upkeep', async (charged) => {
    await charged.chargeUnheard('after')
    await charged.world.pass(2 * MINUTE_MS)
    return async () => runTimer(charged.world)
  }),
  'upkeep that takes a charge back': ofCharge('upkeep', async (charged) => {
    await charged.chargeUnheard('before')
    await charged.world.pass(3 * MINUTE_MS)
    return async () => runTimer(charged.world)
  }),
  'refundOrder of a charge': ofCharge('refundOrder', async (charged) => {
    await charged.charge()
    return charged.giveBack
  }),
}

/** An order that was paid under the contract. */
const ofSale = (
  functionName: string,
  prepare: (giveBack: () => Promise<unknown>, world: ProveWorld) => Promise<() => Promise<unknown>>,
): CrashAct => ({
  functionName,
  async prepare(person, world) {
    await person.becomeSigned()
    const shopper = await Shopper.withOrder(world, person)
    await shopper.buy()
    await shopper.pay()
    const { out_trade_no } = shopper
    const refund = { out_trade_no, out_refund_no: `R${out_trade_no}`, amount: 175 }
    return prepare(async () => new MerchantServer(world).giveBack(refund), world)
  },
})

const REFUND_ACTS: Readonly<Record<string, CrashAct>> = {
  refundOrder: ofSale('refundOrder', async (giveBack) => Promise.resolve(giveBack)),
  'refundOrder once more': ofSale('refundOrder', async (giveBack, world) => {
    await world.wechatPay.control.armFault({
      fault: { kind: 'reset', when: 'after' },
      path: '*/refunds*',
      times: 'always',
    })
    await giveBack()
    await world.wechatPay.control.clearFaults()
    return giveBack
  }),
  'refundOrder refused for want of money': ofSale('refundOrder', async (giveBack, world) => {
    await world.wechatPay.control.setSwitches({ refunds: 'notEnough' })
    return giveBack
  }),
  'contractNotify of a refund': ofSale('contractNotify', async (giveBack, world) => {
    await giveBack()
    await world.wechatPay.control.holdNotifications()
    await world.pass(MINUTE_MS)
    return async () => world.wechatPay.control.releaseNotifications()
  }),
  'upkeep that finds a refund': ofSale('upkeep', async (giveBack, world) => {
    await giveBack()
    await world.leaveToTimer(MINUTE_MS)
    await loseNotifications(world)
    await world.pass(6 * MINUTE_MS)
    return async () => runTimer(world)
  }),
}

export const MONEY_ACTS: Readonly<Record<string, CrashAct>> = {
  payWithContract: {
    functionName: 'payWithContract',
    async prepare(person, world) {
      await person.becomeSigned()
      return (await Shopper.withOrder(world, person)).buy
    },
  },
  ...CHARGE_ACTS,
  ...REFUND_ACTS,
}
