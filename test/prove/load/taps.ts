// Fifty taps of one user at once, on eight instances: one code, and one session.
import { must, stopIfAborted, type Proof } from '../proof'
import { startLoadWorld } from './loadWorld'

const TAPS = 50

export const taps: Proof = {
  name: 'taps',
  claim: `${TAPS} taps of one user at once on 8 instances lead to one code and one session`,
  unit: 'users',
  counts: { whole: 20, choice: 2 },
  async run(run) {
    const world = await startLoadWorld({ maxInstances: 8 })
    try {
      for (let user = 0; user < run.count; user++) {
        stopIfAborted(run)
        run.progress(user, run.count)
        const person = world.newPerson()
        const replies = await Promise.all(Array.from({ length: TAPS }, person.ask))
        const sessions = replies.flatMap((reply) => ('pre_entrustweb_id' in reply ? [reply.pre_entrustweb_id] : []))
        const others = replies.flatMap((reply) =>
          reply.ok || reply.error.code === 'IN_PROGRESS' ? [] : [reply.error.code],
        )
        const [codes, held] = [(await person.records()).length, (await person.upstream()).length]
        must(new Set(sessions).size === 1, () => `${new Set(sessions).size} sessions`)
        must(codes === 1 && held === 1, () => `${codes} codes on record, ${held} at WeChat Pay`)
        must(others.length === 0, () => `a tap was told ${others.join(', ')}`)
      }
      return [`${run.count} times ${TAPS} taps, one session each`]
    } finally {
      await world.close()
    }
  },
}
