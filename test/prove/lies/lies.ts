// WeChat Pay lies, and signs it: what it says is about somebody else in one name, and true in all others. Nothing may follow from
// it, whoever hears it; and the truth that comes after is believed.
import type { ContractRecord } from '../../../cloudfunctions/_shared/records/contracts'
import type { FamilyChoice, ModeChoice } from '../../../sandbox/localWechat'
import { orThrow } from '../../support/agree'
import type { Person } from '../../support/person'
import { about, must, stopIfAborted, type Proof } from '../proof'
import { badEnds } from '../world/endsWell'
import { MINUTE_MS, startProveWorld, type ProveWorld } from '../world/proveWorld'
import { claimOf, FALSE_SESSION, liesAbout, sessionLies, nameIn, type Change } from './claims'
import { lieAboutAnOrder } from './orderLies'
import { asksAgain, tellFalsely } from './telling'

const KINDS: readonly { family: FamilyChoice; mode: ModeChoice; hasOrders: boolean }[] = [
  { family: 'password-exempt', mode: 'service-provider', hasOrders: true },
  { family: 'combine-papay', mode: 'ecommerce', hasOrders: false },
  { family: 'password-exempt', mode: 'normal', hasOrders: true },
]

export const lies: Proof = {
  name: 'lies',
  claim: 'nothing follows from an answer or a notification that is not ours in a single name',
  unit: 'kinds of merchants',
  counts: { whole: KINDS.length, choice: 2 },
  async run(run) {
    let told = 0
    for (const [index, { family, mode, hasOrders }] of KINDS.slice(0, run.count).entries()) {
      run.progress(index, run.count)
      const world = await startProveWorld({ family, mode })
      const step = () => stopIfAborted(run)
      try {
        told += await lieAboutASession(world, step)
        told += await lieAboutAContract(world, step)
        if (hasOrders) told += await lieAboutAnOrder(world, step)
        await world.leaveToTimer(3 * MINUTE_MS)
        orThrow(await badEnds(world))
      } finally {
        await world.close()
      }
    }
    return [`${told} lies of ${run.count} kinds of merchants, by notifications and answers; none was believed`]
  },
}

/** Answers to a pre-sign. */
async function lieAboutASession(world: ProveWorld, step: () => void): Promise<number> {
  const { control } = world.wechatPay
  const person = world.newPerson()
  await control.armFault({ fault: { kind: 'serverError', status: 503, when: 'before' }, times: 'always' })
  await person.ask()
  await control.clearFaults()
  const all = sessionLies(await newestOf(person))
  for (const { what, fields } of all) {
    step()
    await asksAgain(world)
    await control.armFault({ fault: { kind: 'alteredAnswer', fields }, path: '*pre-entrust-sign*', times: 'always' })
    const reply = await person.ask()
    await control.clearFaults()
    const { state, session } = await newestOf(person)
    must(!reply.ok && state === 'REQUESTED', () => `a session of ${what} was believed: ${state}`)
    must(session?.pre_entrustweb_id !== FALSE_SESSION, () => `a session of ${what} is on record`)
  }
  await asksAgain(world)
  await person.openSession()
  return all.length
}

/** First that it was signed; then, when it was, that it has ended. */
async function lieAboutAContract(world: ProveWorld, step: () => void): Promise<number> {
  const person = world.newPerson()
  await person.openSession()
  const early = await tellAll(world, person, 'signed', step)
  await person.sign()
  await world.wechatPay.control.settled()
  // Not every notification tells the contract_id.
  await asksAgain(world)
  await person.query()
  must((await newestOf(person)).state === 'SIGNED', () => 'the truth was not believed any more')
  const late = await tellAll(world, person, 'terminated', step)
  await person.closeInWechat()
  await world.wechatPay.control.settled()
  must((await newestOf(person)).state === 'TERMINATED', () => 'the end was not believed any more')
  return early + late
}

async function tellAll(world: ProveWorld, person: Person, change: Change, step: () => void): Promise<number> {
  const contract = await newestOf(person)
  const all = liesAbout(contract, change)
  const { nowMs } = await world.wechatPay.control.now()
  const claim = claimOf(contract, change, nowMs)
  for (const { what, fields } of all) {
    step()
    const falsehood = { fields: { ...claim, ...fields }, path: '*/out-contract-code/*', ask: person.query }
    await about(what, async () => tellFalsely(world, falsehood))
    await mustStand(contract, person, `${what}, told in an answer`)
    await asksAgain(world)
    await world.wechatPay.control.forgeNotification({
      out_contract_code: contract._id,
      change,
      // Of a session that binds nobody, who signed it is part of what is made up.
      fault: { kind: 'alteredPlaintext', fields: { ...nameIn(contract), ...fields } },
    })
    await mustStand(contract, person, `${what}, told in a notification`)
    // Set aside, it is asked about, and the answer is the truth.
    await about(what, person.query)
    await mustStand(contract, person, `${what}, and the truth after it`)
  }
  return 2 * all.length
}

async function mustStand(before: ContractRecord, person: Person, what: string): Promise<void> {
  const { state, contract_id } = await newestOf(person)
  must(state === before.state, () => `${what}: ${before.state} became ${state}`)
  must(contract_id === before.contract_id, () => `${what}: the contract_id is another one`)
}

async function newestOf(person: Person): Promise<ContractRecord> {
  const contract = (await person.records()).at(-1)
  must(contract !== undefined, () => 'there is no contract')
  return contract
}
