// Whether what is deployed can do its work, by doing it: the database with a document of the probe's own, WeChat Pay with its echo,
// and the whole way from WeChat Pay to the database with the notification that follows. What is left behind is forgotten by upkeep,
// as every nonce and every notification is.
import * as v from 'valibot'
import { StoreError } from '../kernel/errors'
import { echoCode } from '../notify/interpret'
import type { CollectionName } from '../records/documents'
import type { ProbeDeps } from './ports'

const ECHO = 'expected the `echo` an earlier probe told'

export const probeInput = v.strictObject({
  echo: v.exactOptional(v.pipe(v.string(ECHO), v.regex(/^[\w-]{1,64}$/, ECHO))),
})

type ProbeInput = v.InferOutput<typeof probeInput>

export type ProbedPart = 'database' | 'collections' | 'wechatPay' | 'clock' | 'notification'

export interface Probed {
  part: ProbedPart
  /** `waiting`: it may come yet. `untried`: what comes before it failed. */
  result: 'fine' | 'wrong' | 'waiting' | 'untried'
  /** Milliseconds it took; of the clock: how far it is ahead of WeChat Pay's. */
  ms?: number
  explanation?: string
}

interface Probe {
  /** What the echo said: names its notification. */
  echo: string
  parts: Probed[]
}

/** What cannot be tried is told of in its part: nothing is thrown for it. */
export async function probe({ echo: earlier }: ProbeInput, deps: ProbeDeps): Promise<Probe> {
  if (earlier !== undefined) return { echo: earlier, parts: [await lookForNotification(earlier, deps)] }
  const echo = deps.newId()
  const parts = [await tryDatabase(echo, deps), await tryCollections(deps), ...(await tryEcho(echo, deps))]
  return { echo, parts }
}

// ---- The database --------------------------------------------------------------------------------------------------

/** Written, read, and taken away in a transaction. */
const tryDatabase = async (id: string, { store, clock, sha256 }: ProbeDeps): Promise<Probed> =>
  timed('database', clock, async () => {
    const _id = sha256(`probe:${id}`)
    await store.add('call_nonces', { _id, atMs: clock.nowMs() })
    if (!(await store.read('call_nonces', _id))) return 'what was written is not there to be read'
    await store.transact(async (tx) => {
      if (await tx.get('call_nonces', _id)) await tx.delete('call_nonces', _id)
    })
    return (await store.read('call_nonces', _id)) ? 'what was deleted is still there' : undefined
  })

const ALL: Readonly<Record<CollectionName, true>> = {
  contracts: true,
  contract_slots: true,
  contract_notifications: true,
  contract_outbox: true,
  payments: true,
  charges: true,
  charge_orders: true,
  refunds: true,
  call_nonces: true,
  notify_keys: true,
}

async function tryCollections({ store, clock }: ProbeDeps): Promise<Probed> {
  return timed('collections', clock, async () => {
    const failures = await Promise.all(
      (Object.keys(ALL) as CollectionName[]).map(async (name) => {
        const failure = await reasonOf(async () => {
          await store.read(name, 'probe')
          return undefined
        })
        return failure === undefined ? [] : [`${name}: ${failure}`]
      }),
    )
    return failures.flat().join('; ')
  })
}

// ---- WeChat Pay, there and back ------------------------------------------------------------------------------------

async function tryEcho(message: string, deps: ProbeDeps): Promise<Probed[]> {
  const startedAtMs = deps.clock.nowMs()
  const echo = await deps.echo.send(message, deps.settings.notifyUrl)
  const answeredAtMs = deps.clock.nowMs()
  const ms = answeredAtMs - startedAtMs
  const untried = (['clock', 'notification'] as const).map((part): Probed => ({ part, result: 'untried' }))
  if (!echo.ok) return [{ part: 'wechatPay', result: 'wrong', ms, explanation: echo.explanation }, ...untried]
  if (echo.message !== message)
    return [{ part: 'wechatPay', result: 'wrong', ms, explanation: 'it echoed something else' }, ...untried]
  return [
    { part: 'wechatPay', result: 'fine', ms },
    judgeClock(answeredAtMs - echo.signedAtMs),
    await awaitNotification(message, deps),
  ]
}

/** WeChat Pay refuses what was signed 5 minutes ago, and so do we. */
const MAX_SKEW_MS = 60_000

const judgeClock = (aheadMs: number): Probed => ({
  part: 'clock',
  ms: aheadMs,
  ...(Math.abs(aheadMs) <= MAX_SKEW_MS
    ? { result: 'fine' }
    : { result: 'wrong', explanation: `more than ${MAX_SKEW_MS / 1000} s off: at 300 s every call is refused` }),
})

const MAX_WAIT_MS = 5000
const LOOK_EVERY_MS = 500
/** One more look, and the answer. */
const NEEDED_MS = 3000

async function awaitNotification(message: string, deps: ProbeDeps): Promise<Probed> {
  const { clock, deadline } = deps
  const startedAtMs = clock.nowMs()
  for (;;) {
    const found = await lookForNotification(message, deps)
    const ms = clock.nowMs() - startedAtMs
    if (found.result !== 'waiting' || ms >= MAX_WAIT_MS || deadline.leftMs() < NEEDED_MS) return { ...found, ms }
    await deps.sleep(LOOK_EVERY_MS)
  }
}

async function lookForNotification(message: string, { store }: ProbeDeps): Promise<Probed> {
  let found: readonly object[] = []
  const failure = await reasonOf(async () => {
    found = await store.list('notificationsOf', { of: echoCode(message), limit: 1 })
    return undefined
  })
  if (failure !== undefined) return { part: 'notification', result: 'wrong', explanation: failure }
  if (found.length > 0) return { part: 'notification', result: 'fine' }
  return { part: 'notification', result: 'waiting', explanation: `not there yet: look again with echo=${message}` }
}

// ---- What they share -----------------------------------------------------------------------------------------------

/** @param attempt tells what is wrong: nothing, or an empty text, is fine */
async function timed(
  part: ProbedPart,
  clock: ProbeDeps['clock'],
  attempt: () => Promise<string | undefined>,
): Promise<Probed> {
  const startedAtMs = clock.nowMs()
  const explanation = await reasonOf(attempt)
  const ms = clock.nowMs() - startedAtMs
  return explanation ? { part, result: 'wrong', ms, explanation } : { part, result: 'fine', ms }
}

/** @returns what the attempt says is wrong, or why the database failed */
async function reasonOf(attempt: () => Promise<string | undefined>): Promise<string | undefined> {
  try {
    return await attempt()
  } catch (error) {
    if (error instanceof StoreError) return error.message
    throw error
  }
}
