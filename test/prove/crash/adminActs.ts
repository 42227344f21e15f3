// What a person in charge asks for, where it writes.
import type { Person } from '../../support/person'
import { callAdmin } from '../world/callAdmin'
import { HOUR_MS, MINUTE_MS, type ProveWorld } from '../world/proveWorld'
import type { CrashAct } from './crashActs'
import { loseNotifications } from './losing'

interface Asked {
  action: string
  input: object
}

const ofAdmin = (prepare: (person: Person, world: ProveWorld) => Promise<Asked>): CrashAct => ({
  functionName: 'contractAdmin',
  async prepare(person, world) {
    const { action, input } = await prepare(person, world)
    return async () => callAdmin(world, action, input)
  },
})

async function becomeTold(person: Person, world: ProveWorld): Promise<void> {
  await person.becomeSigned()
  await world.leaveToTimer(MINUTE_MS)
}

export const ADMIN_ACTS: Readonly<Record<string, CrashAct>> = {
  'contractAdmin mayCharge': ofAdmin(async (person, world) => {
    await becomeTold(person, world)
    await loseNotifications(world)
    await person.closeInWechat()
    await world.pass(25 * HOUR_MS)
    return { action: 'mayCharge', input: { out_contract_code: await person.code() } }
  }),
  'contractAdmin reread': ofAdmin(async (person, world) => {
    const { out_contract_code } = await person.openSession()
    const fault = { kind: 'alteredPlaintext', fields: { mchid: '1999999999' } } as const
    await world.wechatPay.control.forgeNotification({ out_contract_code, fault })
    return { action: 'reread', input: { all: true } }
  }),
  'contractAdmin replay': ofAdmin(async (person, world) => {
    await becomeTold(person, world)
    return { action: 'replay', input: { id: `${await person.code()}:SIGNED` } }
  }),
  'contractAdmin release': ofAdmin(async (person, world) => {
    const { out_contract_code } = await person.openSession()
    await world.pass(3 * HOUR_MS)
    return { action: 'release', input: { out_contract_code } }
  }),
  'contractAdmin erase': ofAdmin(async (person, world) => {
    await becomeTold(person, world)
    await person.closeInWechat()
    await world.wechatPay.control.settled()
    await world.leaveToTimer(MINUTE_MS)
    return { action: 'erase', input: { openid: person.openid } }
  }),
  'contractAdmin erase that closes first': ofAdmin(async (person, world) => {
    await becomeTold(person, world)
    await world.wechatPay.control.holdNotifications()
    return { action: 'erase', input: { openid: person.openid, close: true } }
  }),
}
