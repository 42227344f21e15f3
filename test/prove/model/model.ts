// Random histories in memory: thousands in the time that the built functions take for one. The flows are the kit's own, and what is
// looked at in the end and on the way is what is looked at in a local WeChat.
type Document = Readonly<Record<string, unknown>>
import { createCloudEvents } from '../../../sandbox/cloud/events'
import { differences } from '../../support/agree'
import { watchPromises, type Watched } from '../../support/agreeWatch'
import { brokenWords } from '../world/endsWell'
import { watchNewCodes } from '../world/watchNewCodes'
import { must, stopIfAborted, type Proof } from '../proof'
import { ModelHistory } from './modelHistory'

export const model: Proof = {
  name: 'model',
  claim: 'whatever happens, in the end the record is the truth, and told: the flows over memory',
  unit: 'histories',
  counts: { whole: 12_000, choice: 800 },
  async run(run) {
    const states = new Map<string, number>()
    let told = 0
    for (let index = 0; index < run.count; index++) {
      if (index % 20 === 0) {
        stopIfAborted(run)
        run.progress(index, run.count)
      }
      const history = await playOut(run.seed + index)
      told += history.told.length
      for (const { state } of history.store.all('contracts')) states.set(state, (states.get(state) ?? 0) + 1)
    }
    const ends = [...states].map(([state, count]) => `${count.toLocaleString('en')} ${state}`).sort()
    return [`${run.count.toLocaleString('en')} histories; contracts: ${ends.join(', ')}`, `${told} changes told`]
  },
}

async function playOut(seed: number): Promise<ModelHistory> {
  const history = new ModelHistory(seed)
  const watched = watchedBy(history)
  const broken = [watchPromises(watched), watchNewCodes(watched)]
  try {
    await history.play()
    await history.end()
  } finally {
    history.close()
  }
  const seen = await Promise.all(broken.map(async (one) => one.take()))
  const found = [...history.strange, ...seen.flat(), ...badEnds(history)]
  must(found.length === 0, () => `seed ${seed}:\n${found.join('\n')}`)
  return history
}

/** The model tells of its writes as the local cloud does. */
function watchedBy({ store, upstream, nowMs }: ModelHistory): Watched {
  const events = createCloudEvents()
  let transactions = 0
  store.onWritten = (written, step) => {
    const transactionId = step === 'transaction' ? { transactionId: String(++transactions) } : {}
    for (const { collection, id, before, after } of written) {
      const [was, is] = [before, after] as (Document | undefined)[]
      const change = after === undefined ? 'remove' : before === undefined ? 'insert' : 'update'
      events.emit('write', {
        atMs: nowMs(),
        requestId: '-',
        collection,
        id,
        change,
        before: was,
        after: is,
        ...transactionId,
      })
    }
    if (step === 'transaction') {
      events.emit('transaction', { atMs: nowMs(), change: 'committed', transactionId: String(transactions) })
    }
  }
  const all = (collection: string) => store.all(collection as 'contracts') as unknown as { _id: string }[]
  const get = (collection: string, id: string) => all(collection).find(({ _id }) => _id === id)
  return {
    cloud: { events },
    records: {
      all: async (collection) => Promise.resolve(all(collection)),
      get: async (collection, id) => Promise.resolve(get(collection, id)),
    },
    wechatPay: { events: upstream.events },
  }
}

function badEnds({ store, upstream, told }: ModelHistory): string[] {
  const contracts = store.all('contracts')
  const outbox = store.all('contract_outbox')
  return [
    ...differences({
      contracts,
      outbox,
      slots: store.all('contract_slots'),
      kept: store.all('contract_notifications'),
      upstream: upstream.views(),
      notifications: upstream.notices as never,
      preSigns: upstream.preSigns.map((body) => ({ body })) as never,
    }),
    ...brokenWords({ contracts, rows: outbox, told }),
  ]
}
