// Where a fault can strike: before, between and after the database requests of one function.
import type { GatewayEvent } from '../../sandbox/cloud/events'
import type { CloudStandIn } from '../../sandbox/cloud/standIn'

/** Tells of every database request that a function's invocations make. @returns stops telling */
export function onOperation(
  { events }: CloudStandIn,
  functionName: string,
  tell: (event: GatewayEvent) => void,
): () => void {
  const invocations = new Set<string>()
  const onCall = (call: { functionName: string; requestId: string }) => {
    if (call.functionName === functionName) invocations.add(call.requestId)
  }
  const onGateway = (event: GatewayEvent) => {
    if (event.requestId !== undefined && invocations.has(event.requestId)) tell(event)
  }
  events.on('call', onCall)
  events.on('gateway', onGateway)
  return () => {
    events.off('call', onCall)
    events.off('gateway', onGateway)
  }
}

/** The database requests of a function while `run` runs. */
export async function operationsOf(
  cloud: CloudStandIn,
  functionName: string,
  run: () => Promise<unknown>,
): Promise<GatewayEvent[]> {
  const seen: GatewayEvent[] = []
  const stop = onOperation(cloud, functionName, (event) => seen.push(event))
  await run()
  stop()
  return seen
}

/**
 * Runs, and strikes when the function has made `count` requests: the last of them is carried out and not yet answered, the
 * next is not yet sent. With 0, before it starts.
 * @returns the requests seen
 */
export async function strikeAfter(
  cloud: CloudStandIn,
  functionName: string,
  count: number,
  strike: () => void,
  run: () => Promise<unknown>,
): Promise<GatewayEvent[]> {
  if (count === 0) strike()
  const seen: GatewayEvent[] = []
  const stop = onOperation(cloud, functionName, (event) => {
    seen.push(event)
    if (seen.length === count) strike()
  })
  try {
    await run()
  } finally {
    stop()
  }
  return seen
}

interface Stopping {
  functionName: string
  /** Of its database requests, from 0. */
  index: number
  /** That one is carried out for a worker that is gone, or was and the answer is not heard. */
  when: 'before' | 'after'
  stop: () => Promise<unknown>
  run: () => Promise<unknown>
}

/** The `index`-th database request of the function arrives, the function is stopped, and then the request goes on. */
export async function stopAtRequest(
  cloud: CloudStandIn,
  { functionName, index, when, stop, run }: Stopping,
): Promise<void> {
  let stopped: Promise<unknown> | undefined
  let isOver = false
  let letGo: () => void = () => undefined
  const arm = () => {
    const hold = cloud.db.hold({}, when)
    letGo = hold.release
    // Whatever comes to it after this call is somebody else's.
    void hold.reached.then(() => (stopped = isOver ? undefined : stop().finally(hold.release)))
  }
  await strikeAfter(cloud, functionName, index, arm, run)
  isOver = true
  await stopped
  // It came to its end with fewer requests.
  letGo()
}

/**
 * Strikes at 0, 1, ... one after the other; what each leaves to be done is then done for all at the same time.
 * @throws {Error} with everything that failed, each with its number
 */
export async function atEach(count: number, run: (index: number) => Promise<() => Promise<void>>): Promise<void> {
  const failures: string[] = []
  const attempt = async <T>(index: number, step: () => Promise<T>): Promise<T | undefined> =>
    step().catch((error: unknown) => {
      failures.push(`${index}: ${error instanceof Error ? error.message : String(error)}`)
      return undefined
    })
  const left: { index: number; goOn: () => Promise<void> }[] = []
  for (let index = 0; index < count; index++) {
    const goOn = await attempt(index, async () => run(index))
    if (goOn) left.push({ index, goOn })
  }
  await Promise.all(left.map(async ({ index, goOn }) => attempt(index, goOn)))
  if (failures.length > 0)
    throw new Error(`failed ${failures.length} times at ${count} points\n${failures.join('\n\n')}`)
}
