// The real tool of CloudBase, unmodified, against the stand-in: what it does there is what a deployment goes by.
import { startTencent, type Tencent } from '../../../sandbox/tencent/startTencent'
import { LOGIN, TcbHome } from '../../support/tcb'

const ENVIRONMENT = 'cloud1-8gabc'

let tencent: Tencent
let home: TcbHome
beforeEach(async () => {
  tencent = await startTencent()
  tencent.account.addEnvironment(ENVIRONMENT)
  tencent.account.credentials.set(LOGIN.secretId, LOGIN.secretKey)
  home = new TcbHome()
  home.logIn()
  home.write({
    'functions/upkeep/index.js': 'exports.main = () => 1',
    'rc.json': configuration({ KEY: 'with "quotes"\nand lines' }),
  })
})
afterEach(async () => {
  home.remove()
  await tencent.close()
})

const configuration = (envVariables: Readonly<Record<string, string>>) => ({
  envId: ENVIRONMENT,
  functionRoot: './functions',
  functions: [
    {
      name: 'upkeep',
      handler: 'index.main',
      runtime: 'Nodejs20.19',
      timeout: 60,
      memorySize: 256,
      installDependency: false,
      envVariables,
    },
  ],
})
const deploy = (environment = ENVIRONMENT) =>
  home.run(tencent, 'fn', 'deploy', 'upkeep', '--config-file', 'rc.json', '-e', environment, '--force')
const deployed = () => tencent.account.environments.get(ENVIRONMENT)?.functions.get('upkeep')

it('makes a function as the file says, and changes its settings a second time, but not its runtime', async () => {
  expect((await deploy()).printed).toContain('deployed successfully')
  expect(deployed()).toMatchObject({
    handler: 'index.main',
    runtime: 'Nodejs20.19',
    timeoutSec: 60,
    memoryMb: 256,
    variables: { KEY: 'with "quotes"\nand lines' },
    status: 'Active',
  })
  expect(deployed()?.code.subarray(0, 2).toString()).toBe('PK')
  const found = deployed()
  if (found) found.runtime = 'Nodejs8.9'
  home.write({ 'rc.json': configuration({ OTHER: '1' }) })
  await deploy()
  expect(deployed()).toMatchObject({ runtime: 'Nodejs8.9', variables: { OTHER: '1' } })
  // It tells a host of statistics about every run; that host is not reached.
  expect(new Set(tencent.strangers)).toEqual(new Set(['otheve.beacon.qq.com']))
})

it.each([
  ['an environment there is not', () => deploy('another-env'), /not found/],
  ['a login that is not known', () => (tencent.account.credentials.clear(), deploy()), /No valid identity information/],
  [
    'a key without the right',
    () => (tencent.faults.plant({ call: 'scf CreateFunction', spoilt: REFUSED }), deploy()),
    /not authorized/,
  ],
])('%s: it says so, deploys nothing, and its exit code is 0 all the same', async (_, act, told) => {
  const { printed, code } = await act()
  expect(printed).toMatch(told)
  expect(printed).not.toContain('deployed successfully')
  expect(code).toBe(0)
  expect(deployed()).toBeUndefined()
})

/** What CAM says to a key without the right. */
const REFUSED = {
  kind: 'refused',
  code: 'UnauthorizedOperation',
  message: 'you are not authorized to perform operation (scf:CreateFunction)',
} as const
