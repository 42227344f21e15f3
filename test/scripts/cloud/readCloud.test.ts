// What an environment holds, read through its API from a stand-in that keeps state.
import { startTencent, type Tencent } from '../../../sandbox/tencent/startTencent'
import { readCloud } from '../../../scripts/cloud/readCloud'
import { hashOf } from '../../../scripts/cloud/readFunctions'
import { tc3Client } from '../../../scripts/cloud/tc3Client'
import { LOGIN } from '../../support/tcb'

const ENVIRONMENT = 'cloud1-8gabc'
const WANTED = { functions: ['upkeep', 'contractNotify'], collections: ['contracts', 'payments'] }

let tencent: Tencent
beforeEach(async () => {
  tencent = await startTencent()
  tencent.account.credentials.set(LOGIN.secretId, LOGIN.secretKey)
})
afterEach(() => tencent.close())

const read = (envId = ENVIRONMENT) =>
  readCloud(
    tc3Client({ login: LOGIN, region: 'ap-shanghai', proxyUrl: tencent.proxyUrl, ca: tencent.authorityPem }),
    envId,
    WANTED,
  )

const upkeep = (value: string) => ({
  name: 'upkeep',
  handler: 'index.main',
  runtime: 'Nodejs20.19',
  timeoutSec: 60,
  memoryMb: 256,
  variables: { KEY: value },
  status: 'Active' as const,
  code: Buffer.alloc(0),
  triggers: [{ name: 'upkeep', type: 'timer', config: '0 * * * * * *', isOn: true }],
})

it('an empty environment: nothing but where its routes would be', async () => {
  tencent.account.addEnvironment(ENVIRONMENT)
  expect(await read()).toEqual({
    environment: { id: ENVIRONMENT, region: 'ap-shanghai', kind: 'document', databaseTag: `tnt-${ENVIRONMENT}` },
    functions: [],
    collections: [],
    access: { isOn: true, defaultDomain: `${ENVIRONMENT}-1250000000.ap-shanghai.app.tcloudbase.com`, routes: [] },
    rules: {},
  })
})

it('functions, collections, routes and rules there are, and no value of a variable', async () => {
  const environment = tencent.account.addEnvironment(ENVIRONMENT)
  environment.functions.set('upkeep', upkeep('a-planted-secret'))
  const keys = [{ name: 'dueAtMs', direction: '1' }]
  const indexes = [{ name: 'dueAtMs', unique: false, keys }]
  environment.collections.set('contracts', { name: 'contracts', access: 'PRIVATE', indexes })
  environment.collections.set('theirs', { name: 'theirs', access: 'PRIVATE', indexes: [] })
  // More than a page of the stand-in's.
  for (let i = 0; i < 30; i++) environment.routes.set(`/r${i}`, { functionName: 'shop', isAuthSwitchedOn: i > 0 })
  environment.functionRule = '{"*": {"invoke": "auth != null"}}'
  const state = await read()
  expect(state).toMatchObject({
    functions: [
      {
        name: 'upkeep',
        handler: 'index.main',
        runtime: 'Nodejs20.19',
        timeoutSec: 60,
        memoryMb: 256,
        status: 'Active',
        variableHashes: { KEY: hashOf('a-planted-secret') },
        timers: [{ name: 'upkeep', cron: '0 * * * * * *', isOn: true }],
      },
    ],
    collections: [{ name: 'contracts', access: 'PRIVATE', indexes }],
    rules: { '*': { invoke: 'auth != null' } },
  })
  expect(state.access.routes).toHaveLength(30)
  expect(state.access.routes[0]).toEqual({ id: 'api-/r0', path: '/r0', functionName: 'shop', isAuthOn: false })
  expect(JSON.stringify(state)).not.toContain('a-planted-secret')
})

it('of the PostgreSQL kind: neither collections nor rules', async () => {
  tencent.account.addEnvironment(ENVIRONMENT, 'postgresql')
  expect(await read()).toMatchObject({
    environment: { kind: 'postgresql', databaseTag: undefined },
    collections: undefined,
    rules: undefined,
  })
})

it('an environment the account does not have: named, with those it has', async () => {
  tencent.account.addEnvironment('another-1')
  await expect(read()).rejects.toMatchObject({ name: 'NoSuchEnvironment', envId: ENVIRONMENT, known: ['another-1'] })
})

it('rules that are no JSON are not taken for none', async () => {
  tencent.account.addEnvironment(ENVIRONMENT).functionRule = '{"*": '
  await expect(read()).rejects.toThrow('no JSON object')
})

it('a right that is missing is told by the call that was refused', async () => {
  tencent.account.addEnvironment(ENVIRONMENT)
  const message = 'you are not authorized to perform operation (tcb:DescribeCloudBaseGWAPI)'
  tencent.faults.plant({
    call: 'tcb DescribeCloudBaseGWAPI',
    spoilt: { kind: 'refused', code: 'UnauthorizedOperation', message },
  })
  await expect(read()).rejects.toMatchObject({ name: 'CloudRefusal', code: 'UnauthorizedOperation' })
})
