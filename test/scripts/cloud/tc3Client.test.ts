// Calls of the cloud's API, against a stand-in that checks every signature with code of its own.
import { startTencent, type Tencent } from '../../../sandbox/tencent/startTencent'
import { CloudRefusal, CloudUnreachable, tc3Client, type CallCloud, type Login } from '../../../scripts/cloud/tc3Client'
import { LOGIN } from '../../support/tcb'

const ENVIRONMENT = 'cloud1-8gabc'
const TAG = `tnt-${ENVIRONMENT}`

let tencent: Tencent
beforeEach(async () => {
  tencent = await startTencent()
  tencent.account.addEnvironment(ENVIRONMENT)
  tencent.account.credentials.set(LOGIN.secretId, LOGIN.secretKey)
})
afterEach(() => tencent.close())

function client(login: Login = LOGIN, nowMs?: () => number): CallCloud {
  return tc3Client({
    login,
    region: 'ap-shanghai',
    proxyUrl: tencent.proxyUrl,
    ca: tencent.authorityPem,
    ...(nowMs && { nowMs }),
  })
}

it('is understood: environments, a collection with its index and access, a route', async () => {
  const call = client()
  expect(await call('tcb', 'DescribeEnvs', { EnvId: ENVIRONMENT })).toMatchObject({
    EnvList: [{ EnvId: ENVIRONMENT, Databases: [{ InstanceId: TAG }] }],
  })
  await call('flexdb', 'CreateTable', { Tag: TAG, TableName: 'contracts' })
  await call('flexdb', 'UpdateTable', {
    Tag: TAG,
    TableName: 'contracts',
    CreateIndexes: [
      {
        IndexName: 'dueAtMs',
        MgoKeySchema: { MgoIsUnique: false, MgoIndexKeys: [{ Name: 'dueAtMs', Direction: '1' }] },
      },
    ],
  })
  await call('tcb', 'ModifyResourcePermission', {
    EnvId: ENVIRONMENT,
    ResourceType: 'collection',
    Resource: 'contracts',
    Permission: 'ADMINONLY',
  })
  expect(await call('flexdb', 'DescribeTable', { Tag: TAG, TableName: 'contracts' })).toMatchObject({
    Indexes: [{ Name: '_id_' }, { Name: 'dueAtMs', Unique: false, Keys: [{ Name: 'dueAtMs', Direction: '1' }] }],
  })
  const asked = { EnvId: ENVIRONMENT, ResourceType: 'collection', Resources: ['contracts'] }
  expect(await call('tcb', 'DescribeResourcePermission', asked)).toMatchObject({
    Data: { PermissionList: [{ Resource: 'contracts', Permission: 'ADMINONLY' }] },
  })
  await call('tcb', 'CreateCloudBaseGWAPI', {
    ServiceId: ENVIRONMENT,
    Path: '/contract-notify',
    Type: 1,
    Name: 'contractNotify',
    AuthSwitch: 2,
  })
  expect(await call('tcb', 'DescribeCloudBaseGWAPI', { ServiceId: ENVIRONMENT })).toMatchObject({
    APISet: [{ Path: '/contract-notify', Name: 'contractNotify', EnableAuth: false }],
  })
})

it.each([
  ['another secret key', () => client({ ...LOGIN, secretKey: 'another' }), 'AuthFailure.SignatureFailure'],
  ['an unknown secret id', () => client({ ...LOGIN, secretId: 'AKIDother' }), 'AuthFailure.SecretIdNotFound'],
  ['a clock ten minutes behind', () => client(LOGIN, () => Date.now() - 600_000), 'AuthFailure.SignatureExpire'],
])('%s is refused by its code, and no key is in the message', async (_, make, code) => {
  const refused: unknown = await make()('tcb', 'DescribeEnvs', {}).catch((error: unknown) => error)
  expect(refused).toBeInstanceOf(CloudRefusal)
  expect(refused).toMatchObject({ code })
  expect(String(refused)).not.toContain(LOGIN.secretKey)
})

it('what exists is refused by its code', async () => {
  const call = client()
  await call('flexdb', 'CreateTable', { Tag: TAG, TableName: 'contracts' })
  await expect(call('flexdb', 'CreateTable', { Tag: TAG, TableName: 'contracts' })).rejects.toMatchObject({
    code: 'FailedOperation.TableExisted',
  })
})

it.each([{ kind: 'tooMany' }, { kind: 'cut' }] as const)(
  'no answer ($kind): what became of it is unknown',
  async (spoilt) => {
    tencent.faults.plant({ call: 'tcb DescribeEnvs', spoilt })
    await expect(client()('tcb', 'DescribeEnvs', {})).rejects.toBeInstanceOf(CloudUnreachable)
    tencent.faults.clear()
    await expect(client()('tcb', 'DescribeEnvs', {})).resolves.toMatchObject({ Total: 1 })
  },
)
