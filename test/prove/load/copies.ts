// The same call about money, a thousand times at once, on many instances: WeChat Pay is asked to charge once, and gives back once. And as
// many refunds as there are calls, of an order that is enough for three.
import { systemClock } from '../../../sandbox/cloud/clock'
import type { Person } from '../../support/person'
import { about, must, stopIfAborted, type Proof, type Run } from '../proof'
import { badEnds } from '../world/endsWell'
import { MerchantServer, ORDERS_OF_CHARGE } from '../world/merchantServer'
import { MINUTE_MS, startProveWorld, type ProveWorld } from '../world/proveWorld'
import { Shopper } from '../world/shopper'

/** The platform grants about a thousand; here they share two cores. */
const INSTANCES = 8
/** WeChat Pay takes so long to answer: many others come meanwhile. */
const UPSTREAM_MS = 300
/** Fen of the two orders of a charge. */
const TOTALS = [300, 51] as const
const A_THIRD = 100

export const copies: Proof = {
  name: 'copies',
  claim: `one charge, one refund, one tap to pay, each called many times at once on ${INSTANCES} instances: one charge, one refund, one order`,
  unit: 'copies',
  counts: { whole: 1000, choice: 24 },
  async run(run) {
    return [
      ...(await inWorld('combine-papay', async (world, person) => [
        await about('charge', async () => chargeMany(world, person, run)),
        await about('refund', async () => giveBackMany(world, run)),
        await about('refunds', async () => giveBackThirds(world, run)),
      ])),
      ...(await inWorld('password-exempt', async (world, person) => [
        await about('tap', async () => payMany(world, person, run)),
      ])),
    ]
  },
}

type Family = 'combine-papay' | 'password-exempt'
type Play = (world: ProveWorld, person: Person) => Promise<string[]>

async function inWorld(family: Family, play: Play): Promise<string[]> {
  const world = await startProveWorld({ family, cloud: { clock: systemClock, maxInstances: INSTANCES } })
  try {
    const person = world.newPerson()
    await person.becomeSigned()
    await world.leaveToTimer(MINUTE_MS)
    await world.wechatPay.control.armFault({ fault: { kind: 'delay', ms: UPSTREAM_MS }, times: 'always' })
    const figures = await play(world, person)
    await world.wechatPay.control.clearFaults()
    await world.leaveToTimer(3 * MINUTE_MS)
    const ends = await badEnds(world, [person])
    must(ends.length === 0, () => ends.join('; '))
    return figures
  } finally {
    await world.close()
  }
}

async function chargeMany(world: ProveWorld, person: Person, run: Run): Promise<string> {
  const server = new MerchantServer(world)
  const out_contract_code = await person.code()
  const charging = { out_contract_code, combine_out_trade_no: CHARGE, totals: TOTALS }
  const sent = countCharges(world)
  const told = await atOnce(run, async () => wordOf(await server.charge(charging), ({ state }) => state))
  mustBeTold(told, ['paid', 'inProgress'], run)
  must(sent() === 1, () => `WeChat Pay was asked to charge ${sent()} times`)
  const last = wordOf(await server.charge(charging), ({ state }) => state)
  must(last === 'paid', () => `whoever came last was told ${last}`)
  const held = (await world.books()).charges.map(({ state, total }) => `${state} ${total}`).join()
  must(held === 'SUCCESS 351', () => `WeChat Pay holds ${held}`)
  return `${run.count} copies of a charge: 1 request to WeChat Pay, 1 charge; ${tally(told)}`
}

async function giveBackMany(world: ProveWorld, run: Run): Promise<string> {
  const server = new MerchantServer(world)
  const all = { out_trade_no: `${CHARGE}${ORDERS_OF_CHARGE[1]}`, out_refund_no: `${CHARGE}R`, amount: TOTALS[1] }
  const told = await atOnce(run, async () => wordOf(await server.giveBack(all), ({ status }) => status))
  mustBeTold(told, ['PROCESSING', 'SUCCESS', 'IN_PROGRESS'], run)
  const held = await givenBack(world, all.out_trade_no)
  must(held.join() === String(TOTALS[1]), () => `WeChat Pay gives back ${held.join(' and ')}`)
  return `${run.count} copies of a refund: 1 refund; ${tally(told)}`
}

async function giveBackThirds(world: ProveWorld, run: Run): Promise<string> {
  const server = new MerchantServer(world)
  const out_trade_no = `${CHARGE}${ORDERS_OF_CHARGE[0]}`
  const told = await atOnce(run, async (index) => {
    const refund = { out_trade_no, out_refund_no: `${CHARGE}x${index}`, amount: A_THIRD }
    return wordOf(await server.giveBack(refund), ({ status }) => status)
  })
  mustBeTold(told, ['PROCESSING', 'SUCCESS', 'INVALID_INPUT'], run)
  const held = await givenBack(world, out_trade_no)
  must(held.length === 3, () => `WeChat Pay gives back ${held.join(' and ')} of ${TOTALS[0]}`)
  return `${run.count} refunds of a third of an order: 3 of them; ${tally(told)}`
}

async function payMany(world: ProveWorld, person: Person, run: Run): Promise<string> {
  const shopper = await Shopper.withOrder(world, person)
  const told = await atOnce(run, async () => wordOf(await shopper.buy(), ({ with: means }) => means))
  mustBeTold(told, ['contract', 'IN_PROGRESS'], run)
  await shopper.pay()
  const { orders } = await world.books()
  must(orders.length === 1, () => `WeChat Pay holds ${orders.length} orders`)
  return `${run.count} taps to pay one order: 1 order; ${tally(told)}`
}

const CHARGE = 'COPIES'

/** How often WeChat Pay is asked to charge from now on. */
function countCharges({ wechatPay }: ProveWorld): () => number {
  let count = 0
  wechatPay.events.on('request', ({ method, path }) => {
    if (method === 'POST' && path.endsWith('/combine-papay/transactions')) count += 1
  })
  return () => count
}

async function atOnce(run: Run, call: (index: number) => Promise<string>): Promise<string[]> {
  let done = 0
  const one = async (_: unknown, index: number): Promise<string> => {
    const told = await call(index)
    stopIfAborted(run)
    run.progress(++done, run.count)
    return told
  }
  return Promise.all(Array.from({ length: run.count }, one))
}

/** What came of a call, in one word. */
function wordOf<Reply extends { ok: true } | { ok: false; error: { code: string } }>(
  reply: Reply | undefined,
  word: (told: Extract<Reply, { ok: true }>) => string,
): string {
  if (!reply) return 'nothing'
  return reply.ok ? word(reply as Extract<Reply, { ok: true }>) : reply.error.code
}

/** On a machine that is too slow for it, a database that all want at once is waited for in vain. */
function mustBeTold(told: readonly string[], mayBe: readonly string[], { isTimed }: Run): void {
  const others = told.filter((one) => !mayBe.includes(one) && (isTimed || one !== 'STORE_FAILED'))
  must(others.length === 0, () => `told ${tally(others)}`)
}

function tally(told: readonly string[]): string {
  const each = [...new Set(told)].map((word) => `${word} ${told.filter((one) => one === word).length}`)
  return each.join(', ')
}

async function givenBack(world: ProveWorld, out_trade_no: string): Promise<number[]> {
  const { refunds } = await world.books()
  return refunds.filter((one) => one.out_trade_no === out_trade_no).map(({ refund }) => refund)
}
