// Where a worker is killed: at one of the requests of a call, told apart by the gateway of the document database, and by their order
// on the way to a PostgreSQL, where nothing else is under way.
import { operationsOf, stopAtRequest } from '../../support/faultPoints'
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

interface Kill {
  functionName: string
  /** Of its database requests, from 0. */
  index: number
  when: 'before' | 'after'
  run: () => Promise<unknown>
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
