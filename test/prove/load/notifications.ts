// Fifty notifications a second, each of another contract, at a database that takes 20 ms for every request.
import { must, stopIfAborted, type Proof } from '../proof'
import { atPace, manySigned, percentile, post, startLoadWorld, type Answered } from './loadWorld'

const PER_SECOND = 50
const DATABASE_MS = 20
/** WeChat Pay waits so long: what is answered later is sent again. */
const LIMIT_MS = 5000
/** The platform grants about a thousand; each needs nine requests of 20 ms and a turn at one of two cores. */
const INSTANCES = 24

export const notifications: Proof = {
  name: 'load',
  claim: `${PER_SECOND} notifications a second at ${DATABASE_MS} ms a database request: none fails, and none is late`,
  unit: 'seconds',
  counts: { whole: 60, choice: 3 },
  async run(run) {
    const world = await startLoadWorld({ maxInstances: INSTANCES })
    try {
      const all = await manySigned(world, INSTANCES + run.count * PER_SECOND)
      const messages = all.slice(INSTANCES)
      // The platform starts instances on machines of their own; here all start on the two cores that also answer.
      const first = await Promise.all(all.slice(0, INSTANCES).map(async (message) => post(world, message)))
      world.cloud.db.fault({ kind: 'delay', ms: DATABASE_MS }, {}, Infinity)
      let done = 0
      const { results, perSecond } = await atPace(messages, PER_SECOND, async (message) => {
        stopIfAborted(run)
        const answer = await post(world, message)
        if (++done % PER_SECOND === 0) run.progress(done / PER_SECOND, run.count)
        return answer
      })
      const failed = results.filter(isFailed)
      must(
        !run.isTimed || failed.length === 0,
        () => `${failed.length} of ${results.length} failed, or came after ${LIMIT_MS} ms: ${tellFailed(results)}`,
      )
      // On a machine that is too slow for it, and while instances start, they come again.
      world.cloud.db.clearFaults()
      const answers = [...first, ...results]
      const again = all.filter((_, index) => answers[index]?.status !== 204)
      for (const message of again) must((await post(world, message)).status === 204, () => 'one failed again')
      const signed = (await world.records.all('contracts')).filter(({ state }) => state === 'SIGNED').length
      must(signed === all.length, () => `${signed} of ${all.length} are on record as signed`)
      const [p50, p99] = [percentile(results, 0.5), percentile(results, 0.99)]
      return [
        `${results.length} taken at ${perSecond.toFixed(0)}/s; p50 ${p50.toFixed(0)} ms, p99 ${p99.toFixed(0)} ms`,
      ]
    } finally {
      await world.close()
    }
  },
}

const isFailed = ({ status, ms }: Answered): boolean => status !== 204 || ms > LIMIT_MS

/** @returns the first of them: which answer, to which message, after how long */
function tellFailed(results: readonly Answered[]): string {
  return results
    .flatMap((answer, index) =>
      isFailed(answer) ? [`message ${index} got ${answer.status} after ${answer.ms.toFixed(0)} ms`] : [],
    )
    .slice(0, 5)
    .join('; ')
}
