// The real tool of CloudBase, unmodified, as npm run deploy runs it: what it makes of our file is what is read back.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { toolAt } from '../../../scripts/deploy/runTool'
import { BUILD_VARIABLE } from '../../../scripts/deploy/wanted'
import { DeployWorld, makeDeployProject } from '../../support/deployProject'
import type { DoctorProject } from '../../support/doctorProject'
import { makeMerchantKeys } from '../../support/setupFolder'
import { LOGIN } from '../../support/tcb'

const TOOL = require.resolve('@cloudbase/cli/bin/tcb')

let whole: DoctorProject
let world: DeployWorld
beforeAll(async () => {
  whole = await makeDeployProject(await makeMerchantKeys())
  world = await DeployWorld.start(whole)
})
afterAll(async () => {
  await world.end()
  whole.remove()
})
beforeEach(() => {
  world.renew()
  world.tool = toolAt(TOOL, { PATH: process.env['PATH'], ...world.tencent.environment })
})

it('deploys what changed alone, with values as they are, and leaves nothing at home or elsewhere', async () => {
  const real = world.tool
  world.tool = (args, place) => world.toolLikeTcb(args, place)
  await world.beDeployed()
  world.tool = real
  const { functions } = world.environment
  Object.assign(functions.get('contractNotify') ?? {}, { timeoutSec: 3 })
  Object.assign(functions.get('contractNotify')?.variables ?? {}, { SHOP_KEY: 'with "quotes"\nand lines' })
  expect((await world.deploy('--yes')).exitCode).toBe(0)
  const { code, ...changed } = functions.get('contractNotify') ?? {}
  expect(code?.subarray(0, 2).toString()).toBe('PK')
  expect(changed).toMatchObject({
    timeoutSec: 10,
    variables: { SHOP_KEY: 'with "quotes"\nand lines', [BUILD_VARIABLE]: expect.any(String) as string },
  })
  expect(world.tencent.calls.filter((call) => call === 'scf UpdateFunctionConfiguration')).toHaveLength(1)
  expect([world.leftBehind, readdirSync(world.home), existsSync(join(world.root, 'rc.json'))]).toEqual([[], [], false])
})

it('what the cloud refuses of one function is found in what it prints, with its cure', async () => {
  world.tencent.faults.plant({
    call: 'scf CreateFunction',
    of: 'upkeep',
    spoilt: { kind: 'refused', code: 'UnauthorizedOperation', message: 'not authorized (scf:CreateFunction)' },
  })
  const { exitCode, failed } = await world.deploy('--yes', '--only', 'functions')
  expect([exitCode, failed.map(({ trouble }) => trouble)]).toEqual([
    4,
    [{ id: 'right-missing', detail: 'scf:CreateFunction' }],
  ])
})

it('Ctrl-C while it uploads: it is ended, its folder is gone with the login in it', async () => {
  world.stopAt((call) => call.startsWith('scf ') && call !== 'scf GetFunction')
  const { exitCode, printed } = await world.deploy('--yes')
  expect(exitCode).toBe(130)
  expect(printed).toContain('run npm run deploy again')
  expect(world.leftBehind).toEqual([])
})

describe('a login by a browser that is over', () => {
  const KEPT = '.config/.cloudbase/auth.json'
  const NEW = { tmpSecretId: LOGIN.secretId, tmpSecretKey: LOGIN.secretKey, tmpToken: 'a-new-token-of-nobody' }
  const OLD = { tmpSecretId: 'AKIDold', tmpSecretKey: 'an-old-key', tmpToken: 'an-old-token', refreshToken: 'renews' }
  beforeEach(() => {
    world.env = {}
    mkdirSync(join(world.home, dirname(KEPT)), { recursive: true })
    const times = { tmpExpired: Date.now() - 1, expired: Date.now() + 86_400_000 }
    writeFileSync(join(world.home, KEPT), JSON.stringify({ credential: { ...OLD, ...times } }))
  })
  afterEach(() => rmSync(join(world.home, '.config'), { recursive: true }))

  it('is renewed by the tool, and kept where the tool keeps it', async () => {
    world.tencent.account.logins.set(OLD.refreshToken, NEW)
    expect(await world.deploy('--dry-run')).toMatchObject({ exitCode: 0, isBlind: false })
    expect(readFileSync(join(world.home, KEPT), 'utf8')).toContain(NEW.tmpToken)
  })

  it('for good is said so', async () => {
    const { exitCode, printed } = await world.deploy('--yes')
    expect([exitCode, printed]).toEqual([2, 'The login to the cloud has expired. Run npx tcb login again.'])
    expect(world.tencent.calls).toEqual([])
  })
})
