// How many requests to the database stand between a user and the answer: each takes its time, and most go one after another.
// What is counted is what the built functions send by the real SDK: a transaction's start and its commit are requests too.
import { operationsOf } from '../support/faultPoints'
import { withFlow } from '../support/flowFile'
import type { Flow } from '../support/flowWechat'

let flow: Flow
withFlow((started) => (flow = started))

/** Of one function while `run` runs: what it sent, in order. */
const requestsOf = async (functionName: string, run: () => Promise<unknown>): Promise<string[]> =>
  (await operationsOf(flow.local.cloud, functionName, run)).map(({ action, collection }) =>
    `${action.replace(/^database\./, '')} ${collection ?? ''}`.trim(),
  )

// Whoever comes first has the instance note under which key notifications come: that is done once in ten minutes.
beforeAll(async () => {
  await flow.newUser().signed()
})

it('the first pre-sign of a user takes 9 at most', async () => {
  const user = flow.newUser()
  const sent = await requestsOf('preEntrustSign', async () => user.preSigned())
  expect(sent.length).toBeLessThanOrEqual(9)
})

describe('asking that learns nothing takes 3 at most:', () => {
  it('of a session that is not signed', async () => {
    const user = await flow.newUser().preSigned()
    const sent = await requestsOf('queryContract', async () => user.query())
    expect(await user.asked()).toEqual(['GET 404'])
    expect(sent.length).toBeLessThanOrEqual(3)
  })

  it('of a contract that is signed', async () => {
    const user = await flow.newUser().signed()
    await user.queryLater()
    await user.mayAskAgain()
    const sent = await requestsOf('queryContract', async () => user.query())
    expect(await user.asked()).toEqual(['GET 200', 'GET 200'])
    expect(sent.length).toBeLessThanOrEqual(3)
  })

  it('and 2 where somebody asked a moment ago', async () => {
    const user = await flow.newUser().preSigned()
    await user.query()
    const sent = await requestsOf('queryContract', async () => user.query())
    expect(await user.asked()).toEqual(['GET 404'])
    expect(sent).toEqual(['getDocument contract_slots', 'getDocument contracts'])
  })
})

describe('a notification that changes a contract takes 8 at most:', () => {
  it('it is signed', async () => {
    const user = await flow.newUser().preSigned()
    const sent = await requestsOf('contractNotify', async () => user.sign())
    expect(user.contract.state).toBe('SIGNED')
    expect(sent.length).toBeLessThanOrEqual(8)
  })

  it('it has ended', async () => {
    const user = await flow.newUser().signed()
    const sent = await requestsOf('contractNotify', async () => user.terminateInWechat())
    expect(user.contract.state).toBe('TERMINATED')
    expect(sent.length).toBeLessThanOrEqual(8)
  })
})

it('closing takes 11 at most, without its notification', async () => {
  const user = await flow.newUser().signed()
  await user.loseNotifications()
  const all = await requestsOf('terminateContract', async () => user.terminate())
  expect(user.contract.state).toBe('TERMINATED')
  // Telling the merchant's own code comes behind, in the time that is left, and begins by looking for what there is to tell.
  const telling = all.indexOf('getDocument contract_outbox')
  expect(telling).toBeGreaterThan(0)
  const sent = all.slice(0, telling)
  expect(sent.length).toBeLessThanOrEqual(11)
})
