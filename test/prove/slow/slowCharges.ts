// Charges that WeChat Pay takes its time over, in real time: all wait side by side. Each call answers within its 58 s, and what it could not
// say by then upkeep finds out, or takes back. In `npm test` time is moved instead.
import { systemClock } from '../../../sandbox/cloud/clock'
import type { WechatPayControl } from '../../../sandbox/wechatpay/standIn'
import { must, stopIfAborted, type Proof, type Run } from '../proof'
import { badEnds } from '../world/endsWell'
import { MerchantServer, type Charging } from '../world/merchantServer'
import { MINUTE_MS, startProveWorld, type ProveWorld } from '../world/proveWorld'

type Fault = Parameters<WechatPayControl['armFault']>[0]['fault']

interface SlowCharge {
  name: string
  /** Of the charge. */
  fault: Fault
  /** The question that follows has no answer either. */
  isUnasked?: true
  told: 'paid' | 'inProgress'
  /** Once the timer has run behind the first minute, and at last. */
  then: readonly [string, string]
}

const PAID = ['PAID', 'PAID'] as const

const CHARGES: readonly SlowCharge[] = [
  { name: 'after 44 s', fault: { kind: 'delay', ms: 44_000 }, told: 'paid', then: PAID },
  { name: 'after 50 s', fault: { kind: 'delay', ms: 50_000 }, told: 'inProgress', then: PAID },
  { name: 'after 58 s', fault: { kind: 'delay', ms: 58_000 }, told: 'inProgress', then: PAID },
  { name: 'never, and charged', fault: { kind: 'drop', when: 'after' }, told: 'paid', then: PAID },
  {
    name: 'never, and charged, and asked in vain',
    fault: { kind: 'drop', when: 'after' },
    isUnasked: true,
    told: 'inProgress',
    then: PAID,
  },
  {
    name: 'never, and not charged',
    fault: { kind: 'drop', when: 'before' },
    told: 'inProgress',
    then: ['REQUESTED', 'REVERSED'],
  },
]

/** Of the function: 2 s under the platform's. */
const ANSWERED_BY_MS = 58_000
/** When upkeep first looks at a charge. */
const ASKED_AFTER_MS = MINUTE_MS
const TOTALS = [300, 51] as const
const PATH = '*/combine-papay/transactions'

export const slowCharges: Proof = {
  name: 'slow-charges',
  claim:
    'a charge answered after 44, 50 or 58 s, or never: the call answers within its 58 s, upkeep settles the rest, and each is charged once',
  unit: 'charges',
  counts: { whole: CHARGES.length, choice: 0 },
  async run(run) {
    const charges = CHARGES.slice(0, run.count)
    const cloud = { clock: systemClock, maxInstances: charges.length }
    const world = await startProveWorld({ family: 'combine-papay', cloud })
    try {
      return await chargeAll(world, charges, run)
    } finally {
      await world.close()
    }
  },
}

async function chargeAll(world: ProveWorld, charges: readonly SlowCharge[], run: Run): Promise<string[]> {
  const people = charges.map(() => world.newPerson())
  for (const person of people) await person.becomeSigned()
  await world.leaveToTimer(MINUTE_MS)
  const begun: Begun[] = []
  for (const [index, charge] of charges.entries()) {
    const code = (await people[index]?.code()) ?? ''
    begun.push(await begin(world, charge, { out_contract_code: code, combine_out_trade_no: numberOf(index) }))
  }
  const answers = await Promise.all(begun.map(async ({ answer }) => answer))
  const figures = charges.map((charge, index) => held(charge, answers[index]))
  await wait(Math.max(...answers.map(({ sentAtMs }) => sentAtMs)) + ASKED_AFTER_MS - performance.now())
  stopIfAborted(run)
  await world.wechatPay.control.clearFaults()
  await world.cloud.fireTimer('upkeep')
  await mustBe(world, charges, 0)
  await world.leaveToTimer(3 * MINUTE_MS)
  await mustBe(world, charges, 1)
  const ends = await badEnds(world, people)
  must(ends.length === 0, () => ends.join('; '))
  return figures
}

interface Answered {
  sentAtMs: number
  /** How long the call took. */
  ms: number
  /** What it was told. */
  word: string
}

interface Begun {
  answer: Promise<Answered>
}

/** Begun when WeChat Pay has the request: of two on their way at once nobody could say whose the fault is. */
async function begin(
  world: ProveWorld,
  { fault, isUnasked }: SlowCharge,
  charging: Pick<Charging, 'out_contract_code' | 'combine_out_trade_no'>,
): Promise<Begun> {
  const { control } = world.wechatPay
  const question = { method: 'GET', path: `${PATH}/${charging.combine_out_trade_no}` }
  if (isUnasked) await control.armFault({ fault: { kind: 'drop', when: 'before' }, ...question, times: 'always' })
  await control.armFault({ fault, method: 'POST', path: PATH })
  const answer = charge(world, charging)
  while ((await control.faults()).answers.some(({ method }) => method === 'POST')) await wait(20)
  return { answer }
}

async function charge(world: ProveWorld, charging: Omit<Charging, 'totals'>): Promise<Answered> {
  const sentAtMs = performance.now()
  const reply = await new MerchantServer(world).charge({ ...charging, totals: TOTALS })
  const word = reply?.ok ? reply.state : (reply?.error.code ?? 'nothing')
  return { sentAtMs, ms: performance.now() - sentAtMs, word }
}

function held({ name, told, then: [soon, last] }: SlowCharge, answer: Answered | undefined): string {
  const { word, ms } = answer ?? { word: 'nothing', ms: NaN }
  const figure = `answered ${name}: ${word} after ${(ms / 1000).toFixed(1)} s`
  must(word === told && ms < ANSWERED_BY_MS, () => `${figure}, and not ${told} within ${ANSWERED_BY_MS / 1000} s`)
  return `${figure}, ${soon} a minute later${soon === last ? '' : `, ${last} in the end`}`
}

async function mustBe(world: ProveWorld, charges: readonly SlowCharge[], moment: 0 | 1): Promise<void> {
  for (const [index, { name, then }] of charges.entries()) {
    const record = await world.records.get('charges', numberOf(index))
    const state = String(record?.['state'])
    must(state === then[moment], () => `answered ${name}: ${state}, and not ${then[moment]}`)
  }
}

const numberOf = (index: number): string => `SLOW${index}`

const wait = async (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.max(0, ms)))
