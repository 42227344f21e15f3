import type { GatewayEvent, WriteEvent } from '../../../sandbox/cloud/events'
import { startCloud } from '../../../sandbox/cloud/startCloud'
import type { CloudStandIn } from '../../../sandbox/cloud/standIn'
import type { FunctionsFolder } from '../../support/cloudFunctions'
import { functionsFolder } from '../../support/cloudFunctions'

// Threads and sockets take their time on a busy machine; what is tested does not depend on it.
jest.setTimeout(60_000)

/** The start of functions bundled with the unmodified SDK, as the real ones are. */
const SDK = `
  const cloud = require('wx-server-sdk')
  cloud.init({ env: cloud.DYNAMIC_CURRENT_ENV })
  const db = cloud.database()
`
const CALLER = { openid: 'oAlice', appid: 'wxTest' }

let folder: FunctionsFolder
let cloud: CloudStandIn

beforeAll(async () => {
  folder = functionsFolder({
    who: { isBundled: true, code: `${SDK} exports.main = () => cloud.getWXContext()` },
    ask: {
      isBundled: true,
      code: `${SDK} exports.main = async (event) => {
        const { name, data = {} } = event.body ? JSON.parse(event.body) : event
        try { return (await cloud.callFunction({ name, data })).result }
        catch ({ errCode, errMsg }) { return { errCode, errMsg } }
      }`,
    },
    keep: {
      isBundled: true,
      code: `${SDK} exports.main = ({ id }) => db.collection('contracts').add({ data: { _id: id, openid: cloud.getWXContext().OPENID } })`,
    },
    transfer: {
      isBundled: true,
      config: { timeout: 60 },
      code: `${SDK} exports.main = () => db.runTransaction(async (transaction) => {
        await transaction.collection('contracts').doc('a').update({ data: { n: 1 } })
        await transaction.collection('contract_outbox').add({ data: { _id: 'a:1' } })
      }, 0)`,
    },
    fail: { code: 'exports.main = () => { throw new Error("boom") }' },
    big: { code: 'exports.main = () => ({ text: "x".repeat(10), n: 1 })' },
  })
  const rules = { '*': { invoke: 'auth != null' }, big: { invoke: false } } as const
  cloud = await startCloud({ functionsRoot: folder.root, rules, routes: { '/who': 'who', '/ask': 'ask' } })
})
afterEach(() => {
  cloud.events.removeAllListeners()
  cloud.db.clear()
})
afterAll(async () => {
  await cloud.close()
  folder.remove()
})

const ask = async (data: unknown): Promise<unknown> => (await cloud.call('ask', data, CALLER)).result

describe('getWXContext() of the real SDK in a hosted function', () => {
  it('tells the caller, the environment and the source', async () => {
    const { result } = await cloud.call('who', {}, { ...CALLER, unionid: 'uAlice', source: 'wx_devtools' })
    expect(result).toEqual({
      OPENID: 'oAlice',
      APPID: 'wxTest',
      UNIONID: 'uAlice',
      CLIENTIP: '127.0.0.1',
      ENV: 'cb-local',
      SOURCE: 'wx_devtools',
    })
  })

  it('is empty through HTTP access and has only a source from a timer, also right after a user', async () => {
    await cloud.call('who', {}, CALLER)
    expect((await cloud.http({ path: '/who' })).body.toString()).toBe('{}')
    expect(await cloud.fireTimer('who')).toEqual({ ENV: 'cb-local', SOURCE: 'wx_trigger' })
    expect(cloud.instanceCount('who')).toBe(1)
  })
})

describe('one function calling another', () => {
  it('carries the first caller on, and the chain of sources', async () => {
    expect(await ask({ name: 'who' })).toMatchObject({ OPENID: 'oAlice', SOURCE: 'wx_client,scf' })
    const chain = { name: 'ask', data: { name: 'who' } }
    expect(await ask(chain)).toMatchObject({ OPENID: 'oAlice', SOURCE: 'wx_client,scf,scf' })
  })

  it('carries nobody on from HTTP access, also right after a user', async () => {
    await ask({ name: 'who' })
    const headers = { 'content-type': 'application/json' }
    const answer = await cloud.http({ method: 'POST', path: '/ask', headers, body: '{"name":"who"}' })
    expect(answer.body.toString()).toBe('{}')
  })

  it('gives data and takes the result, and is not stopped by the security rules', async () => {
    expect(await ask({ name: 'big' })).toEqual({ text: 'xxxxxxxxxx', n: 1 })
  })

  it('is told what went wrong with the other one', async () => {
    const failed = await ask({ name: 'fail' })
    expect(failed).toMatchObject({ errCode: -1, errMsg: expect.stringContaining('Error: boom') as string })
    const missing = await ask({ name: 'nope' })
    expect(missing).toMatchObject({
      errMsg: expect.stringContaining('FunctionName parameter could not be found') as string,
    })
  })
})

describe('the database from a hosted function', () => {
  it('knows which invocation wrote', async () => {
    const writes: WriteEvent[] = []
    cloud.events.on('write', (event) => writes.push(event))
    const { requestID } = await cloud.call('keep', { id: 'a' }, CALLER)
    expect(writes).toMatchObject([{ requestId: requestID, after: { _id: 'a', openid: 'oAlice' } }])
  })

  it('survives a function killed between two writes of a transaction: nothing is applied', async () => {
    await cloud.db.insert('contracts', { _id: 'a', n: 0 })
    const hold = cloud.db.hold({ action: 'database.insertDocument' })
    const killed = cloud.call('transfer', {}, CALLER).catch((error: unknown) => error)
    await hold.reached
    await cloud.killInstances('transfer')
    expect(await killed).toMatchObject({ failure: { kind: 'exited' } })
    hold.release()
    expect(cloud.db.get('contracts', 'a')).toEqual({ _id: 'a', n: 0 })
    expect(cloud.db.find('contract_outbox')).toEqual([])
  })

  it('keeps a commit that was under way when the function was killed', async () => {
    await cloud.db.insert('contracts', { _id: 'a', n: 0 })
    const hold = cloud.db.hold({ action: 'database.commitTransaction' })
    const killed = cloud.call('transfer', {}, CALLER).catch((error: unknown) => error)
    await hold.reached
    await cloud.killInstances('transfer')
    await killed
    const committed = new Promise<GatewayEvent>((resolve) => cloud.events.once('gateway', resolve))
    hold.release()
    expect(await committed).toMatchObject({ action: 'database.commitTransaction', outcome: 'ok' })
    expect(cloud.db.get('contracts', 'a')).toEqual({ _id: 'a', n: 1 })
    expect(cloud.db.get('contract_outbox', 'a:1')).toBeDefined()
  })
})
