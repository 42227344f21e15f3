// The database fails at every single request of every function, in every way it can. The call succeeds or says
// STORE_FAILED, and once the database is back, what a user and WeChat Pay would do anyway leads to the same end.
import type { CloudStandIn } from '../../sandbox/cloud/standIn'
import { disagreements } from '../support/agree'
import { ACTS, goOn, type Act } from '../support/faultActs'
import { atEach, operationsOf, strikeAfter } from '../support/faultPoints'
import { withFaultWorld, type FaultWorld } from '../support/faultWorld'

jest.setTimeout(120_000)

let world: FaultWorld
withFaultWorld((started) => (world = started))

type Strike = (db: CloudStandIn['db']) => void

const FAULTS: Readonly<Record<string, Strike>> = {
  'the connection is cut before it is carried out': (db) => void db.fault({ kind: 'reset' }),
  'it is carried out and the answer is lost': (db) => void db.fault({ kind: 'reset', when: 'after' }),
  'it is answered with an error': (db) => void db.fault({ kind: 'error' }),
  'nobody listens any more': (db) => void db.down('refuse'),
}

const conflict: Strike = (db) => void db.fault({ kind: 'conflict' })
const conflictsForEver: Strike = (db) =>
  void db.fault({ kind: 'conflict' }, { action: 'database.commitTransaction' }, Infinity)

/** How a call may end while the database fails: never INTERNAL, and a notification is only accepted once it is kept. */
const HONEST = ['ok', '204', 'STORE_FAILED', '503']
const DONE = ['ok', '204']

/** @returns how the call ended, which request was struck, and what is left to be done afterwards */
async function strikeAt(act: Act, index: number, strike: Strike) {
  const person = world.newPerson()
  await act.prepare(person, world)
  let end = ''
  const seen = await strikeAfter(
    world.cloud,
    act.functionName,
    index,
    () => strike(world.cloud.db),
    async () => {
      end = await act.run(person, world)
    },
  )
  await world.recover()
  return { end, struck: seen[index], goOn: async () => goOn(act, person, world) }
}

describe.each(Object.entries(ACTS))('%s, at each of its database requests:', (_, act) => {
  let count = 0
  beforeAll(async () => {
    const person = world.newPerson()
    await act.prepare(person, world)
    const operations = await operationsOf(world.cloud, act.functionName, async () => {
      expect(DONE).toContain(await act.run(person, world))
    })
    await world.recover()
    count = operations.length
  })

  it.each(Object.entries(FAULTS))('%s', async (_fault, strike) => {
    await atEach(count, async (index) => {
      const { end, goOn: follow } = await strikeAt(act, index, strike)
      expect(HONEST).toContain(end)
      return follow
    })
  })

  it('a conflict is met by doing it again', async () => {
    await atEach(count, async (index) => {
      const { end, struck, goOn: follow } = await strikeAt(act, index, conflict)
      // A read outside a transaction never conflicts in the cloud; an error it is all the same.
      const isPlainRead = struck?.action === 'database.getDocument' && struck.transactionId === undefined
      expect(isPlainRead ? HONEST : DONE).toContain(end)
      return follow
    })
  })

  it('conflicts that do not end are told as a failure of the database', async () => {
    const { end, goOn: follow } = await strikeAt(act, 0, conflictsForEver)
    expect(['STORE_FAILED', '503']).toContain(end)
    await follow()
  })
})

it('leaves nothing on which both sides differ', async () => {
  expect(await disagreements(world)).toEqual([])
})
