// Random histories: users, WeChat Pay and bad luck in any order. Each ends with everything back, and both sides agreeing.
// The seeds are fixed, so that a red run is red again; a failure prints its seed and its shortest history.
import * as fc from 'fast-check'
import type { FamilyChoice } from '../../sandbox/localWechat'
import { agree, disagreements } from '../support/agree'
import { actions } from '../support/faultActions'
import { History } from '../support/faultHistory'
import { startFaultWorld, type FaultWorld } from '../support/faultWorld'

jest.setTimeout(240_000)

const PEOPLE = 2

describe.each<[FamilyChoice, number]>([
  ['password-exempt', 20261121],
  ['combine-papay', 20261122],
])('%s', (family, seed) => {
  let world: FaultWorld
  beforeAll(async () => {
    world = await startFaultWorld({ family })
  })
  afterAll(async () => world.close())

  it('whatever happens, in the end the record says what WeChat Pay says', async () => {
    const property = fc.asyncProperty(actions(PEOPLE), async (history) => {
      const people = Array.from({ length: PEOPLE }, () => world.newPerson())
      const player = new History(world, people)
      try {
        for (const action of history) await player.play(action)
      } finally {
        await player.recover()
      }
      expect(player.wrong).toEqual([])
      expect(await world.takeBroken()).toEqual([])
      await agree(world, ...people)
      // And everybody can still get what they came for.
      for (const person of people) await person.getSigned()
      await agree(world, ...people)
    })
    // Histories run side by side in part, so shrinking may not find the way back: it ends with the time.
    await fc.assert(property, { seed, numRuns: 30, interruptAfterTimeLimit: 200_000 })
    expect(await disagreements(world)).toEqual([])
  })
})
