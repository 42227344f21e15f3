// What can go wrong with the database of a local WeChat, whichever it is: the stand-in of the document database fails by itself, and
// on the way to a PostgreSQL stands a gate.
import type { Gate, GateMoment } from '../../sandbox/cloud/postgres/gate'
import type { LocalWechat } from '../../sandbox/localWechat'

/** `reset`: before the request was carried out. `lost`: after. `error`: it is refused. `conflict`: somebody else has written. */
export type DatabaseFault = 'reset' | 'lost' | 'error' | 'conflict' | 'down'

interface Held {
  reached: Promise<void>
  release: () => void
}

export interface DatabaseFaults {
  /** The next request. */
  strike(how: DatabaseFault): void
  /** Stops the next request there until released. */
  hold(when: GateMoment): Held
  /** Told of every request that has its answer. @returns tells no more */
  onAnswered(tell: () => void): () => void
  over(): Promise<void>
}

export const databaseFaults = (local: LocalWechat): DatabaseFaults =>
  local.gate === undefined ? ofDocuments(local) : onTheWay(local.gate, local)

function ofDocuments({ cloud: { db, events } }: LocalWechat): DatabaseFaults {
  return {
    strike(how) {
      if (how === 'down') void db.down('refuse')
      else if (how === 'lost') db.fault({ kind: 'reset', when: 'after' })
      else db.fault({ kind: how })
    },
    hold: (when) => db.hold({}, when),
    onAnswered(tell) {
      events.on('gateway', tell)
      return () => void events.off('gateway', tell)
    },
    async over() {
      db.clearFaults()
      await db.up()
    },
  }
}

/** What a conflict is about. */
const REVISED = ['contracts', 'contract_slots', 'payments', 'charges', 'charge_orders', 'refunds']

function onTheWay(gate: Gate, { records }: LocalWechat): DatabaseFaults {
  /** Everything is written again, as it is, before the next request arrives. */
  async function conflict(): Promise<void> {
    const hold = gate.hold('before')
    await hold.reached
    try {
      for (const name of REVISED) {
        for (const { _id } of await records.all(name)) await records.update(name, String(_id), {})
      }
    } finally {
      hold.release()
    }
  }
  return {
    strike(how) {
      if (how === 'down') void gate.shut()
      else if (how === 'conflict') void conflict().catch(() => undefined)
      else gate.cut(how === 'reset' ? 'before' : 'after')
    },
    hold: (when) => gate.hold(when),
    onAnswered(tell) {
      gate.events.on('exchange', tell)
      return () => void gate.events.off('exchange', tell)
    },
    async over() {
      gate.clear()
      await gate.open()
    },
  }
}
