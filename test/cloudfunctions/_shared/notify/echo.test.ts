// WeChat Pay's test of keys and callback: kept as proof that it came, about no contract and no order, and nobody is alarmed.
import { fakeNotify } from '../../../support/fakeNotify'

const echo = (echo_message: unknown, id = 'EV-1') => ({
  id,
  event_type: 'SECURITY_ECHO.SUCCESS',
  plaintext: { echo_message },
})
const alerts = ({ logged }: ReturnType<typeof fakeNotify>) => logged.filter(({ level }) => level === 'alert')

it('is kept under its message, and taken without an alert', async () => {
  const world = fakeNotify()
  expect(await world.send(echo('id-1'))).toMatchObject({ statusCode: 204 })
  expect(world.store.all('contract_notifications')).toMatchObject([
    { _id: 'EV-1', event_type: 'SECURITY_ECHO.SUCCESS', code: 'echo:id-1', outcome: 'applied' },
  ])
  expect(world.store.all('contract_notifications')[0]).not.toHaveProperty('body')
  expect(alerts(world)).toEqual([])
  expect(world.logged.at(-1)?.fields).not.toHaveProperty('out_contract_code')
})

it('is kept once, however often it comes', async () => {
  const world = fakeNotify()
  for (let times = 0; times < 3; times++) expect(await world.send(echo('id-1'))).toMatchObject({ statusCode: 204 })
  expect(world.store.all('contract_notifications')).toHaveLength(1)
  expect(alerts(world)).toEqual([])
})

it.each([['of another tool, with blanks'], ['长'], [undefined], [7], ['x'.repeat(65)]])(
  'is kept without its message where that is no id of ours: %p',
  async (message) => {
    const world = fakeNotify()
    expect(await world.send(echo(message))).toMatchObject({ statusCode: 204 })
    expect(world.store.all('contract_notifications')).toMatchObject([{ code: '', outcome: 'applied' }])
    expect(alerts(world)).toEqual([])
  },
)

it('is about no contract, even where a contract has its message as its code', async () => {
  const world = fakeNotify()
  await world.send(echo('wxwtdk20200910100000'))
  expect(world.store.all('contract_notifications')).toMatchObject([{ code: 'echo:wxwtdk20200910100000' }])
})
