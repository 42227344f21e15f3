// Fifty taps of one user at once, on eight instances: whatever they tap, WeChat Pay hears of it once.
import type { FaultWorld } from '../../support/faultWorld'
import type { Person, Reply } from '../../support/person'
import { must, stopIfAborted, type Proof, type Run } from '../proof'
import { startLoadWorld } from './loadWorld'

const TAPS = 50
/** WeChat Pay is asked about one contract once in this time. */
const TURN_MS = 1500
/** WeChat Pay takes so long to answer: all the others come meanwhile. */
const UPSTREAM_MS = 300

export const taps: Proof = {
  name: 'taps',
  claim: `${TAPS} taps of one user at once on 8 instances: one code, one session, one question, one wish to close`,
  unit: 'users',
  counts: { whole: 20, choice: 2 },
  async run(run) {
    const world = await startLoadWorld({ maxInstances: 8 })
    const { control } = world.wechatPay
    try {
      for (let user = 0; user < run.count; user++) {
        stopIfAborted(run)
        run.progress(user, run.count)
        const person = world.newPerson()
        await control.armFault({ fault: { kind: 'delay', ms: UPSTREAM_MS }, times: 'always' })
        await tapToSign(person, world, run)
        await control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always' })
        await person.sign()
        await tapToAsk(person, world)
        await tapToClose(person, world)
        await control.clearFaults()
      }
      return [`${run.count} times ${TAPS} taps to sign, to ask and to close: one request each`]
    } finally {
      await world.close()
    }
  },
}

const atOnce = async (tap: () => Promise<Reply>): Promise<Reply[]> => Promise.all(Array.from({ length: TAPS }, tap))

async function tapToSign(person: Person, world: FaultWorld, { isTimed }: Run): Promise<void> {
  const replies = await atOnce(person.ask)
  const sessions = replies.flatMap((reply) => ('pre_entrustweb_id' in reply ? [reply.pre_entrustweb_id] : []))
  // On a machine that is too slow for it, a database that fifty want at once is waited for in vain.
  const mayBeTold: readonly string[] = isTimed ? ['IN_PROGRESS'] : ['IN_PROGRESS', 'STORE_FAILED']
  const codesTold = replies.flatMap((reply) => (reply.ok ? [] : [reply.error.code]))
  const others = codesTold.filter((code) => !mayBeTold.includes(code))
  const [codes, held] = [(await person.records()).length, (await person.upstream()).length]
  must(new Set(sessions).size === 1, () => `${new Set(sessions).size} sessions`)
  must(codes === 1 && held === 1, () => `${codes} codes on record, ${held} at WeChat Pay`)
  must(others.length === 0, () => `a tap was told ${others.join(', ')}`)
  const code = await person.code()
  // Whoever holds the lease alone sends.
  await mustBeAsked(world, 'a session', ({ path, body }) => path.includes('pre-entrust-sign') && body.includes(code))
}

/** One of them has its turn, and what it brings is on record: whoever comes behind has it from there. */
async function tapToAsk(person: Person, world: FaultWorld): Promise<void> {
  const startedMs = performance.now()
  await atOnce(person.query)
  const turns = 1 + Math.floor((performance.now() - startedMs) / TURN_MS)
  const code = await person.code()
  await mustBeAsked(world, 'the contract', ({ method, path }) => method === 'GET' && path.includes(code), turns)
  must((await person.records())[0]?.state === 'SIGNED', () => 'it was not found out that it was signed')
}

async function tapToClose(person: Person, world: FaultWorld): Promise<void> {
  await atOnce(person.close)
  const code = await person.code()
  await mustBeAsked(world, 'its end', ({ path }) => path.includes(`${code}/terminate`))
}

type Requests = Awaited<ReturnType<FaultWorld['wechatPay']['control']['requests']>>

async function mustBeAsked(
  { wechatPay: { control } }: FaultWorld,
  what: string,
  isIt: (request: Requests[number]) => boolean,
  most = 1,
): Promise<void> {
  const count = (await control.requests({ last: 1000 })).filter(isIt).length
  must(count >= 1 && count <= most, () => `WeChat Pay was asked for ${what} ${count} times`)
}
