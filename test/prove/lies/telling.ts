// How a lie is told, and when the next one may be.
import type { ProveWorld } from '../world/proveWorld'
import type { Fields } from './claims'

/** Longer than the time in which nobody else asks, and so long that thirty questions are no more than may be in a minute. */
const PAUSE_MS = 5000

export const asksAgain = async (world: ProveWorld): Promise<void> => world.pass(PAUSE_MS)

interface FalseAnswer {
  fields: Fields
  /** Pattern of what is asked. */
  path: string
  ask: () => Promise<unknown>
}

/** The next answer to a question, rightly signed. */
export async function tellFalsely(world: ProveWorld, { fields, path, ask }: FalseAnswer): Promise<void> {
  const { control } = world.wechatPay
  await asksAgain(world)
  await control.armFault({ fault: { kind: 'alteredAnswer', fields: { ...fields } }, method: 'GET', path })
  await ask()
  await control.clearFaults()
}
