// `contractAdmin probe` in the built functions: the way from them to WeChat Pay, and from it through contractNotify to the database.
import { signCall } from '../../scripts/callKit/signCall'
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import type { Flow } from '../support/flowWechat'

interface Probed {
  ok: boolean
  echo: string
  parts: { part: string; result: string; explanation?: string }[]
}

let flow: Flow
withFlow((started) => (flow = started))
afterEach(async () => {
  await flow.faultsOver()
  flow.db.clearFaults()
  await flow.redeploy()
})

const probe = async (input: object = {}): Promise<Probed> => {
  const key = flow.local.settings['WXPAY_ADMIN_KEY'] ?? ''
  const call = signCall({ key, functionName: 'contractAdmin', action: 'probe', input })
  return (await flow.local.cloud.invoke('contractAdmin', call)).result as Probed
}
const results = ({ parts }: Probed) => Object.fromEntries(parts.map(({ part, result }) => [part, result]))
const explanations = ({ parts }: Probed) => parts.map(({ explanation = '' }) => explanation).join('\n')
const alerts = () => flow.lines.filter(({ line }) => line.includes('"level":"alert","event":"notification'))

const FINE = { database: 'fine', collections: 'fine', wechatPay: 'fine', clock: 'fine', notification: 'fine' }

it('all is fine: there and back, without an alert, and of the probe itself nothing stays', async () => {
  const told = await probe()
  expect(results(told)).toEqual(FINE)
  expect(flow.all('contract_notifications', { code: `echo:${told.echo}` })).toMatchObject([
    { event_type: 'SECURITY_ECHO.SUCCESS', outcome: 'applied' },
  ])
  expect(alerts()).toEqual([])
  expect(flow.everything()).toMatchObject({ contracts: [], contract_outbox: [], payments: [] })
})

it('a notification that is on its way is looked for again', async () => {
  await flow.control.holdNotifications()
  const told = await probe()
  expect(results(told)).toMatchObject({ wechatPay: 'fine', notification: 'waiting' })
  expect(results(await probe({ echo: told.echo }))).toEqual({ notification: 'waiting' })
  await flow.control.releaseNotifications({})
  expect(results(await probe({ echo: told.echo }))).toEqual({ notification: 'fine' })
})

it.each<[what: string, settings: Record<string, string>, expected: object, word: RegExp]>([
  [
    'an APIv3 key of somebody else',
    { WXPAY_API_V3_KEY: 'x'.repeat(32) },
    { wechatPay: 'fine', notification: 'waiting' },
    /look again/,
  ],
  [
    'a public key id that is not WeChat Pay’s',
    { WXPAY_PUBLIC_KEY_ID: 'PUB_KEY_ID_0199999999999999999999999999' },
    { database: 'fine', wechatPay: 'wrong', clock: 'untried', notification: 'untried' },
    /SERIAL_UNKNOWN/,
  ],
])('is told: %s', async (_, settings, expected, word) => {
  await flow.redeploy(settings)
  const told = await probe()
  expect(results(told)).toMatchObject(expected)
  expect(explanations(told)).toMatch(word)
})

it('is told: nobody answers at WeChat Pay', async () => {
  await flow.spoil({ kind: 'reset', when: 'before' })
  const told = await probe()
  expect(results(told)).toMatchObject({ database: 'fine', wechatPay: 'wrong' })
})

it('is told: a collection is not there', async () => {
  flow.db.fault({ kind: 'error' }, { collection: 'payments' }, Infinity)
  const told = await probe()
  expect(results(told)).toMatchObject({ database: 'fine', collections: 'wrong', wechatPay: 'fine' })
  expect(explanations(told)).toMatch(/^payments: /m)
})

itHasToldNoSecret(() => flow)
