// Combine-papay, APP scene: the two spellings of a launch target, and none.
import { combineBody, COMBINE, startFixture, type Fixture } from './fixture'

let fixture: Fixture
beforeEach(async () => (fixture = await startFixture()))
afterEach(() => fixture.close())

const APP = COMBINE.replace('/mini-program', '')
const preSign = async () => {
  const { json } = await fixture.call({ path: APP, body: combineBody(fixture, { appid: fixture.keys.mobileAppid }) })
  return json
}

test('none by default', async () => {
  expect(Object.keys((await preSign()) ?? {}).sort()).toEqual([
    'mchid',
    'out_contract_code',
    'plan_id',
    'pre_entrustweb_id',
  ])
})

test.each(['miniprogram_', 'mini_program_'] as const)('%s: user name and path, within their limits', async (prefix) => {
  await fixture.control.setSwitches({ appLaunchTarget: prefix })
  const json = await preSign()
  expect(json).toMatchObject({
    [`${prefix}username`]: fixture.keys.signUserName,
    [`${prefix}path`]: `pages/index/index?pre_entrustweb_id=${String(json?.['pre_entrustweb_id'])}`,
  })
  expect(Object.keys(json ?? {})).toHaveLength(6)
  expect(fixture.keys.signUserName).toMatch(/^gh_[0-9a-f]{12}$/)
  expect(String(json?.[`${prefix}path`]).length).toBeLessThanOrEqual(256)
})

test('the mini-program scene has none, whatever the switch', async () => {
  await fixture.control.setSwitches({ appLaunchTarget: 'miniprogram_' })
  const { json } = await fixture.call({ path: COMBINE, body: combineBody(fixture) })
  expect(Object.keys(json ?? {})).toHaveLength(4)
})

test('a spelling nobody documented is refused', async () => {
  await expect(fixture.control.setSwitches({ appLaunchTarget: 'mp_' as 'none' })).rejects.toThrow('appLaunchTarget')
})
