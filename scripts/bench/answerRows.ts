// What a user waits for while their contract is closed, where the database takes 20 ms for each request: the built functions in
// the local WeChat, whose WeChat Pay answers at once. Telling the merchant's own code of it comes behind, and does not count.
import { randomBytes } from 'node:crypto'
import type { GatewayEvent } from '../../sandbox/cloud/events'
import { startLocalWechat, type LocalWechat } from '../../sandbox/localWechat'
import { consentToday } from '../start/consentToday'
import { median } from './ratios/sampling'
import type { Row } from './row'

const GROUP = 'closing'
const DATABASE_MS = 20
/** The first finds a function that has just been started, and is left out. */
const SAMPLES = 11

export async function measureClosing(functionsRoot: string): Promise<Row[]> {
  const local = await startLocalWechat({ functionsRoot })
  try {
    const samples: Sample[] = []
    for (let i = 0; i <= SAMPLES; i++) samples.push(await closeOne(local))
    return [toRow(samples.slice(1))]
  } finally {
    await local.close()
  }
}

interface Sample {
  /** From the call to the end of what the answer needs. */
  ms: number
  requests: number
  /** What comes behind it, and until when. */
  telling: number
  totalMs: number
}

async function closeOne(local: LocalWechat): Promise<Sample> {
  const call = userOf(local)
  const { out_contract_code } = await call('preEntrustSign', { consent: consentToday() })
  const { control } = local.wechatPay
  await control.sign({ out_contract_code: String(out_contract_code), openid: call.openid })
  await control.settled()
  // Else closing would tell of the signing too.
  await local.cloud.fireTimer('upkeep')
  // Its own notification would work on the same documents.
  const kind = 'drop'
  await control.armNotificationFault({ fault: { kind }, times: 'always', out_contract_code: String(out_contract_code) })
  local.cloud.db.fault({ kind: 'delay', ms: DATABASE_MS }, {}, Infinity)
  try {
    return await timed(local, async () => {
      const { state } = await call('terminateContract', { out_contract_code })
      if (state !== 'terminated') throw new Error(`closing ended as ${String(state)} and not as terminated`)
    })
  } finally {
    local.cloud.db.clearFaults()
  }
}

/** Somebody nobody has seen before. */
function userOf(local: LocalWechat) {
  const openid = `o${randomBytes(20).toString('base64url').slice(0, 27)}`
  const call = async (name: string, data: object): Promise<Record<string, unknown>> => {
    const { result } = await local.cloud.call(name, data, { openid, appid: local.miniProgramAppid })
    return result as Record<string, unknown>
  }
  return Object.assign(call, { openid })
}

async function timed(local: LocalWechat, run: () => Promise<void>): Promise<Sample> {
  const seen: Answered[] = []
  const startedAt = performance.now()
  const note = (event: GatewayEvent) => seen.push({ ...event, afterMs: performance.now() - startedAt })
  local.cloud.events.on('gateway', note)
  try {
    await run()
  } finally {
    local.cloud.events.off('gateway', note)
  }
  return splitAnswer(seen, performance.now() - startedAt)
}

type Answered = Pick<GatewayEvent, 'action' | 'collection'> & { afterMs: number }

/** Telling begins by looking for what there is to tell. */
export function splitAnswer(seen: readonly Answered[], totalMs: number): Sample {
  const telling = seen.findIndex(
    ({ action, collection }) => action === LOOKING.action && collection === LOOKING.collection,
  )
  const requests = telling < 0 ? seen.length : telling
  const ms = telling < 0 ? totalMs : (seen[telling - 1]?.afterMs ?? NaN)
  return { ms, requests, telling: seen.length - requests, totalMs }
}

const LOOKING = { action: 'database.getDocument', collection: 'contract_outbox' } as const

function toRow(samples: readonly Sample[]): Row {
  const [ms, requests, telling, totalMs] = (['ms', 'requests', 'telling', 'totalMs'] as const).map((name) =>
    median(samples.map((sample) => sample[name])),
  )
  const detail = `${requests} requests to the database, WeChat Pay at once; with the ${telling} of telling ${totalMs?.toFixed(0)} ms`
  return {
    group: GROUP,
    what: `closing, answered at ${DATABASE_MS} ms a database request`,
    value: ms ?? NaN,
    unit: 'ms',
    target: { atMost: 450 },
    detail,
  }
}
