// A local WeChat under load, in real time: many contracts that wait to be told of, and how long answers take.
import { systemClock } from '../../../sandbox/cloud/clock'
import type { LocalWechat, LocalWechatOptions } from '../../../sandbox/localWechat'
import { deliver, makeSigned } from '../../support/flowNotify'
import { startFaultWorld, type FaultWorld } from '../../support/faultWorld'

export const startLoadWorld = async (cloud: LocalWechatOptions['cloud'] = {}): Promise<FaultWorld> =>
  startFaultWorld({ cloud: { clock: systemClock, ...cloud } })

export type Signed = ReturnType<typeof makeSigned>

/** @returns genuine notifications, one for each of so many contracts with an open session */
export async function manySigned(world: FaultWorld, count: number): Promise<Signed[]> {
  const person = world.newPerson()
  const { out_contract_code } = await person.openSession()
  const { db } = world.cloud
  const like = db.get('contracts', out_contract_code) as unknown as { request: object }
  const all: Signed[] = []
  for (let index = 0; index < count; index++) {
    const code = `Load${String(index).padStart(24, '0')}`
    const openid = `oLoad${index}`
    const request = { ...like.request, out_contract_code: code, openid }
    await db.insert('contracts', { ...like, _id: code, openid, request })
    all.push(makeSigned({ local: world }, { code, openid }))
  }
  return all
}

/** What came back, and after how many milliseconds. */
export interface Answered {
  status: number
  ms: number
}

export async function post(local: LocalWechat, message: Signed): Promise<Answered> {
  const startedMs = performance.now()
  const { status } = await deliver({ local }, message)
  return { status, ms: performance.now() - startedMs }
}

/** @param share such as 0.99 */
export function percentile(answers: readonly Answered[], share: number): number {
  const sorted = answers.map(({ ms }) => ms).sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN
}

/** Starts one after the other at an even pace, whether or not the ones before are over; later ones do not wait for a slow start. */
export async function atPace<Item, Result>(
  items: readonly Item[],
  perSecond: number,
  start: (item: Item) => Promise<Result>,
): Promise<{ results: Result[]; perSecond: number }> {
  const begunMs = performance.now()
  const under: Promise<Result>[] = []
  for (const [index, item] of items.entries()) {
    const waitMs = begunMs + (index * 1000) / perSecond - performance.now()
    if (waitMs > 1) await new Promise((resolve) => setTimeout(resolve, waitMs))
    under.push(start(item))
  }
  const reached = (items.length * 1000) / (performance.now() - begunMs)
  return { results: await Promise.all(under), perSecond: reached }
}
