// The calls into which faults are put: each function, from each place it can start.
import { describeReply } from './agreeAnswers'
import type { FaultWorld } from './faultWorld'
import { agree } from './agree'
import type { Person, Reply } from './person'

/** One call of one function. */
export interface Act {
  functionName: string
  /** Leads up to it. */
  prepare(person: Person, world: FaultWorld): Promise<void>
  /** Makes the call. @returns `ok`, an error code, or the status a notification was answered with */
  run(person: Person, world: FaultWorld): Promise<string>
  /** Where user, page and WeChat Pay go on to afterwards. */
  end: 'signed' | 'terminated'
  /** How many codes there are at the end; 1 unless told otherwise. */
  attempts?: number
}

export type ActName =
  | 'preEntrustSign'
  | 'preEntrustSign for an open session'
  | 'preEntrustSign after a session ran out'
  | 'contractNotify of a signature'
  | 'contractNotify of an end'
  | 'queryContract'
  | 'terminateContract'

export const ACTS: Readonly<Record<ActName, Act>> = {
  preEntrustSign: {
    functionName: 'preEntrustSign',
    prepare: async () => undefined,
    run: async (person) => ended(await person.ask()),
    end: 'signed',
  },
  'preEntrustSign for an open session': {
    functionName: 'preEntrustSign',
    prepare: async (person) => {
      await person.openSession()
    },
    run: async (person) => ended(await person.ask()),
    end: 'signed',
  },
  'preEntrustSign after a session ran out': {
    functionName: 'preEntrustSign',
    prepare: async (person) => {
      await person.openSession()
      await person.letSessionLapse()
    },
    run: async (person) => ended(await person.ask()),
    end: 'signed',
    attempts: 2,
  },
  'contractNotify of a signature': {
    functionName: 'contractNotify',
    prepare: signUnheard,
    run: deliver,
    end: 'signed',
  },
  'contractNotify of an end': {
    functionName: 'contractNotify',
    prepare: async (person, world) => {
      await person.becomeSigned()
      await world.wechatPay.control.holdNotifications()
      await person.closeInWechat()
    },
    run: deliver,
    end: 'terminated',
  },
  queryContract: {
    functionName: 'queryContract',
    prepare: signUnheard,
    run: async (person) => ended(await person.query()),
    end: 'signed',
  },
  terminateContract: {
    functionName: 'terminateContract',
    prepare: async (person, world) => {
      await person.becomeSigned()
      await world.wechatPay.control.holdNotifications()
    },
    run: async (person) => ended(await person.close()),
    end: 'terminated',
  },
}

/** The user has signed and the merchant has not heard of it. */
async function signUnheard(person: Person, world: FaultWorld): Promise<void> {
  await person.openSession()
  await world.wechatPay.control.holdNotifications()
  await person.sign()
}

/** What is held goes out, once. */
async function deliver(person: Person, world: FaultWorld): Promise<string> {
  await world.wechatPay.control.releaseNotifications()
  const attempt = (await person.lastAttempts()).at(-1)
  return String(attempt?.status ?? attempt?.outcome)
}

const ended = (reply: Reply): string => (reply.ok ? 'ok' : describeReply(reply))

/**
 * Once everything is back: goes on from wherever the fault left it, as user, page and WeChat Pay do in any case, to the
 * act's end. Then both sides must agree, on no more codes than were needed.
 */
export async function goOn(act: Act, person: Person, world: FaultWorld): Promise<void> {
  await person.redeliver()
  if (!(await person.hasSigned())) {
    await person.openSession()
    await person.sign()
    await world.wechatPay.control.settled()
  }
  if (act.end === 'terminated') await person.closeSays('terminated')
  else await person.querySays('signed')
  await world.wechatPay.control.settled()
  await agree(world, person)
  const { length } = await person.records()
  if (length !== (act.attempts ?? 1)) throw new Error(`${length} codes, and ${act.attempts ?? 1} were needed`)
}
