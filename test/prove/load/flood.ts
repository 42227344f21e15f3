// A flood of forged notifications, as fast as the machine yields them up to 2,000 a second: genuine ones come through in time, and
// nothing piles up.
import { signNotification } from '../../../sandbox/wechatpay/notifications/signing'
import type { FaultWorld } from '../../support/faultWorld'
import { must, stopIfAborted, type Proof, type Run } from '../proof'
import { manySigned, percentile, post, startLoadWorld, type Answered, type Signed } from './loadWorld'

const PER_SECOND = 2000
const GENUINE_PER_SECOND = 2
/** WeChat Pay waits so long. */
const LIMIT_MS = 5000
/** So many wait for an answer at the same time: senders that get none start no more. */
const SENDERS = 64
/** Heaps, and instances that start, take what they need in the first seconds: only what grows afterwards has piled up. */
const WARM_UP_S = 20
/** Of 60,000 messages: none of them is kept. */
const MAX_GROWTH_MB = 96

export const flood: Proof = {
  name: 'flood',
  claim: `forged notifications, up to ${PER_SECOND.toLocaleString('en')} a second: genuine ones are answered within 5 s, memory stays`,
  unit: 'seconds',
  counts: { whole: 30, choice: 2 },
  async run(run) {
    const world = await startLoadWorld()
    try {
      const genuine = await manySigned(world, run.count * GENUINE_PER_SECOND)
      const forged = Array.from({ length: 200 }, (_, index) => forge(world, genuine[index % genuine.length] as Signed))
      await post(world, forged[0] as Signed)
      if (run.isTimed) await send(world, forged, { ...run, count: WARM_UP_S, progress: () => undefined })
      const before = memoryMb()
      const [sent, answers] = await Promise.all([send(world, forged, run), mixIn(world, genuine)])
      const grown = memoryMb() - before
      must(sent.taken === 0, () => `${sent.taken} forged ones were taken`)
      const late = answers.filter(({ status, ms }) => status !== 204 || ms > LIMIT_MS)
      must(
        !run.isTimed || late.length === 0,
        () => `${late.length} genuine ones of ${answers.length} were late or refused`,
      )
      must(!run.isTimed || grown < MAX_GROWTH_MB, () => `memory grew by ${grown.toFixed(0)} MB`)
      const [rate, p99] = [sent.count / run.count, percentile(answers, 0.99)]
      return [
        `${rate.toFixed(0)} forged/s for ${run.count} s, 0 taken; genuine p99 ${p99.toFixed(0)} ms; memory ${grown.toFixed(0)} MB more`,
      ]
    } finally {
      await world.close()
    }
  },
}

/** In perfect form, and signed by somebody else. */
const forge = ({ keys }: FaultWorld, { body }: Signed): Signed =>
  signNotification(
    body.toString(),
    { keys, signWith: 'publicKey', nowMs: Date.now() },
    {
      kind: 'wrongKey',
    },
  )

async function send(world: FaultWorld, forged: readonly Signed[], run: Run): Promise<{ count: number; taken: number }> {
  const begunMs = performance.now()
  let count = 0
  let taken = 0
  const isOver = () => performance.now() - begunMs >= run.count * 1000
  const sender = async (): Promise<void> => {
    while (!isOver()) {
      stopIfAborted(run)
      const aheadMs = (count * 1000) / PER_SECOND - (performance.now() - begunMs)
      if (aheadMs > 0) await new Promise((resolve) => setTimeout(resolve, aheadMs))
      const { status } = await post(world, forged[count++ % forged.length] as Signed)
      if (status < 400) taken += 1
      if (count % PER_SECOND === 0) run.progress(Math.floor((performance.now() - begunMs) / 1000), run.count)
    }
  }
  await Promise.all(Array.from({ length: SENDERS }, sender))
  return { count, taken }
}

async function mixIn(world: FaultWorld, genuine: readonly Signed[]): Promise<Answered[]> {
  const answers: Promise<Answered>[] = []
  for (const message of genuine) {
    answers.push(post(world, message))
    await new Promise((resolve) => setTimeout(resolve, 1000 / GENUINE_PER_SECOND))
  }
  return Promise.all(answers)
}

const memoryMb = (): number => process.memoryUsage().rss / 1e6
