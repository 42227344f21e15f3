// Where a worker is killed: at one of the requests of a call, told apart by the gateway of the document database, and by their order
// on the way to a PostgreSQL, where nothing else is under way.
import { operationsOf, stopAtRequest, strikeAfter } from '../../support/faultPoints'
import type { ProveWorld } from '../world/proveWorld'

interface Request {
  /** It may come to the database, and its end be heard by nobody: struck before it, too. */
  isCommit: boolean
}

/** Those of one call, in order. */
export async function requestsOf(
  { cloud, gate, faults }: ProveWorld,
  functionName: string,
  run: () => Promise<unknown>,
): Promise<Request[]> {
  if (gate === undefined) {
    const all = await operationsOf(cloud, functionName, run)
    return all.map(({ action }) => ({ isCommit: action === 'database.commitTransaction' }))
  }
  const all: Request[] = []
  const stop = faults.onAnswered(() => all.push({ isCommit: true }))
  await run()
  stop()
  return all
}

interface Kill extends Strike {
  when: 'before' | 'after'
}

interface Strike {
  functionName: string
  /** Of its database requests, from 0. */
  index: number
  run: () => Promise<unknown>
}

/**
 * Somebody else writes before that request arrives.
 * @returns what the call was answered, and whether it was a commit that met it: requests side by side come in an order of their own
 */
export async function conflictAtRequest(
  world: ProveWorld,
  { functionName, index, run }: Strike,
): Promise<{ reply: unknown; isCommit: boolean }> {
  const { cloud, gate, faults } = world
  const strike = (): void => faults.strike('conflict')
  let reply: unknown
  const call = async (): Promise<void> => void (reply = await run())
  let isCommit = true
  if (gate === undefined) {
    const seen = await strikeAfter(cloud, functionName, index, strike, call)
    const met = seen.slice(index).find(({ outcome }) => outcome !== 'ok')
    isCommit = met?.action === 'database.commitTransaction'
  } else {
    let answered = 0
    if (index === 0) strike()
    const stop = faults.onAnswered(() => {
      answered += 1
      if (answered === index) strike()
    })
    await call()
    stop()
  }
  // It came to its end with fewer requests.
  await faults.over()
  return { reply, isCommit }
}

export async function killAtRequest(world: ProveWorld, { functionName, index, when, run }: Kill): Promise<void> {
  const { cloud, gate, faults } = world
  const stop = async () => cloud.killInstances(functionName)
  if (gate === undefined) return stopAtRequest(cloud, { functionName, index, when, stop, run })
  let killed: Promise<unknown> | undefined
  let isOver = false
  let letGo = (): void => undefined
  const arm = (): void => {
    const hold = faults.hold(when)
    letGo = hold.release
    // Whatever comes to it after this call is somebody else's.
    void hold.reached.then(() => (killed = isOver ? undefined : stop().finally(hold.release)))
  }
  let answered = 0
  const listening = faults.onAnswered(() => {
    answered += 1
    if (answered === index) arm()
  })
  if (index === 0) arm()
  await run()
  isOver = true
  listening()
  await killed
  // It came to its end with fewer requests.
  letGo()
}
