// The real tool of CloudBase, unmodified, as npm run deploy runs it: what it makes of our file is what is read back.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { toolAt } from '../../../scripts/deploy/runTool'
import { BUILD_VARIABLE } from '../../../scripts/deploy/wanted'
import { DeployWorld, leftBehind, makeDeployProject } from '../../support/deployProject'
import type { DoctorProject } from '../../support/doctorProject'
import { makeMerchantKeys } from '../../support/setupFolder'

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

it('deploys all functions in one run, then what changed alone, and leaves nothing at home or elsewhere', async () => {
  const first = await world.deploy('--yes')
  expect([first.exitCode, first.failed, first.trouble]).toEqual([0, [], undefined])
  const { functions } = world.environment
  expect(functions.size).toBe(10)
  for (const { handler, runtime, status, code } of functions.values()) {
    expect([handler, runtime, status]).toEqual(['index.main', 'Nodejs20.19', 'Active'])
    expect(code.subarray(0, 2).toString()).toBe('PK')
  }
  expect(functions.get('contractNotify')).toMatchObject({ timeoutSec: 10, memoryMb: 512 })
  expect(functions.get('upkeep')).toMatchObject({ timeoutSec: 60, triggers: [{ name: 'upkeep' }] })

  Object.assign(functions.get('contractNotify') ?? {}, { timeoutSec: 3 })
  Object.assign(functions.get('contractNotify')?.variables ?? {}, { SHOP_KEY: 'with "quotes"\nand lines' })
  world.tencent.calls.length = 0
  expect((await world.deploy('--yes')).exitCode).toBe(0)
  expect(functions.get('contractNotify')).toMatchObject({
    timeoutSec: 10,
    variables: { SHOP_KEY: 'with "quotes"\nand lines', [BUILD_VARIABLE]: expect.any(String) as string },
  })
  expect(world.tencent.calls.filter((call) => call === 'scf UpdateFunctionConfiguration')).toHaveLength(1)
  expect([leftBehind(), readdirSync(world.home), existsSync(join(world.root, 'rc.json'))]).toEqual([[], [], false])
})

it('Ctrl-C while it uploads: it is ended, its folder is gone with the login in it', async () => {
  const { calls } = world.tencent
  const { push } = calls
  calls.push = (...more: string[]) => {
    if (more.some((call) => call.startsWith('scf ') && call !== 'scf GetFunction')) world.stop.abort()
    return push.apply(calls, more)
  }
  const { exitCode, printed } = await world.deploy('--yes')
  expect(exitCode).toBe(130)
  expect(printed).toContain('run npm run deploy again')
  expect(leftBehind()).toEqual([])
})
