// What one contract costs, counted: requests to the database by flow, and bytes by document. docs/architecture/scale.md reckons with it.
import { calculateObjectSize } from 'bson'
import { operationsOf } from '../../support/faultPoints'
import type { Person } from '../../support/person'
import { must, type Proof } from '../proof'
import { MINUTE_MS, startProveWorld, type ProveWorld } from '../world/proveWorld'

/** What docs/architecture/scale.md says; a flow that comes to cost more is found out here. */
const AT_MOST: Readonly<Record<string, number>> = {
  preEntrustSign: 9,
  'contractNotify of a signature': 9,
  queryContract: 3,
  'contractNotify of an end': 9,
  'upkeep with nothing to do': 18,
  'upkeep that tells one change': 29,
}

const MAX_BYTES = 3600

export const units: Proof = {
  name: 'units',
  claim: 'a contract costs no more requests and bytes than the documents reckon with',
  unit: 'contracts',
  counts: { whole: 1, choice: 1 },
  async run() {
    const world = await startProveWorld()
    try {
      // Whoever comes first has the instance note under which key notifications come.
      await world.newPerson().becomeSigned()
      await world.leaveToTimer(MINUTE_MS)
      const counted = await countRequests(world.newPerson(), world)
      for (const [flow, most] of Object.entries(AT_MOST)) {
        must(
          (counted[flow] ?? 0) <= most,
          () => `${flow}: ${counted[flow] ?? 0} requests, and ${most} are reckoned with`,
        )
      }
      const bytes = await bytesOf(world)
      const sum = Object.values(bytes).reduce((all, one) => all + one, 0)
      must(sum <= MAX_BYTES, () => `${sum} bytes for one contract`)
      return [describe(counted), describe({ ...bytes, 'bytes in all': sum })]
    } finally {
      await world.close()
    }
  },
}

async function countRequests(person: Person, world: ProveWorld): Promise<Record<string, number>> {
  const { cloud, wechatPay } = world
  const count = async (name: string, run: () => Promise<unknown>) => (await operationsOf(cloud, name, run)).length
  const settled = async (act: () => Promise<unknown>) => {
    await act()
    await wechatPay.control.settled()
  }
  const counted: Record<string, number> = {}
  counted['preEntrustSign'] = await count('preEntrustSign', person.ask)
  counted['contractNotify of a signature'] = await count('contractNotify', async () =>
    settled(async () => person.sign()),
  )
  counted['upkeep that tells one change'] = await count('upkeep', async () => cloud.fireTimer('upkeep'))
  counted['upkeep with nothing to do'] = await count('upkeep', async () => cloud.fireTimer('upkeep'))
  counted['queryContract'] = await count('queryContract', person.query)
  counted['contractNotify of an end'] = await count('contractNotify', async () =>
    settled(async () => person.closeInWechat()),
  )
  return counted
}

/** Of one contract that was signed and has ended: two notifications, and two changes told. */
async function bytesOf({ records }: ProveWorld): Promise<Record<string, number>> {
  const largest = async (name: string, documents: number) => {
    const sizes = (await records.all(name)).map((document) => calculateObjectSize(document))
    return Math.max(0, ...sizes) * documents
  }
  return {
    contracts: await largest('contracts', 1),
    contract_slots: await largest('contract_slots', 1),
    contract_notifications: await largest('contract_notifications', 2),
    contract_outbox: await largest('contract_outbox', 2),
  }
}

const describe = (figures: Readonly<Record<string, number>>): string =>
  Object.entries(figures)
    .map(([what, figure]) => `${what} ${figure}`)
    .join(', ')
