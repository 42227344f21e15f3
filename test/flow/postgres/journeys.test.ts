// The built functions on PostgreSQL, by its driver and over HTTP: the whole way of a user, of an order, and of a notification
// that finds the database gone.
import { once } from 'node:events'
import { runJourney } from '../../../sandbox/journey/journey'
import { readContracts } from '../../../sandbox/phone/contract/readContracts'
import { startLocalWechat, type FamilyChoice, type LocalWechat, type ModeChoice } from '../../../sandbox/localWechat'
import { consentToday } from '../../../scripts/start/consentToday'
import { FUNCTIONS_ROOT } from '../../support/functionsRoot'
import { serverUrl } from '../../support/postgresFile'

const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS
const silently = () => undefined
const CONSENT = { consent: consentToday() }

let local: LocalWechat
afterEach(async () => local.close())

async function start(store: 'postgres' | 'postgrest', family?: FamilyChoice, mode?: ModeChoice): Promise<void> {
  const where = { functionsRoot: FUNCTIONS_ROOT, store, postgresUrl: serverUrl() }
  local = await startLocalWechat({ ...where, family, mode, bringsReceiver: true })
}

const call = async (name: string, data: object): Promise<Record<string, unknown>> => {
  const caller = { openid: OPENID, appid: local.miniProgramAppid }
  return (await local.cloud.call(name, data, caller)).result as Record<string, unknown>
}

describe.each(['postgres', 'postgrest'] as const)('on %s', (store) => {
  it.each<[FamilyChoice, ModeChoice]>([
    ['password-exempt', 'normal'],
    ['combine-papay', 'ecommerce'],
  ])('a user of %s / %s signs and closes', async (family, mode) => {
    await start(store, family, mode)
    expect(await runJourney(local, OPENID, consentToday(), silently)).toEqual({ ok: true })
    const rows = await local.records.all('contract_outbox')
    expect(rows.map(({ state }) => state)).toEqual(['SIGNED', 'TERMINATED'])
    expect(local.cloud.db.find('contracts')).toEqual([])
    // What the panel beside the phone shows, from here too.
    const { contract, slot, notifications, told } = await readContracts(local, { user: OPENID, scene: 'mini-program' })
    expect(contract).toMatchObject({ state: 'TERMINATED', record: { scene: 'mini-program' } })
    expect(JSON.stringify(slot)).toContain(contract?.code)
    expect(notifications.map(({ outcome }) => typeof outcome)).toEqual(['string', 'string'])
    expect(told.map(({ state, outcome }) => [state, outcome])).toEqual([
      ['SIGNED', 'told'],
      ['TERMINATED', 'told'],
    ])
  })

  it('an order of the merchant is read, placed with signing after it, paid and told of once', async () => {
    await start(store)
    const _id = 'ORDER-1'
    await local.records.insert('orders', { _id, openid: OPENID, description: '单车骑行', total: 350 })
    const answer = await call('payRedirectSign', { out_trade_no: _id })
    expect(answer).toMatchObject({ ok: true, presigned: true })
    const prepay_id = (answer['payment'] as { package: string }).package.replace('prepay_id=', '')
    await local.wechatPay.control.payOrder({ prepay_id })
    await local.wechatPay.control.settled()
    expect(await call('queryOrder', { out_trade_no: _id })).toMatchObject({ ok: true, state: 'paid', total: 350 })
    expect((await local.records.all('contract_outbox')).map((row) => row['_id'])).toEqual(['ORDER-1:PAID'])
  })

  it('what no notification tells is found out by the timer, and told to the merchant once; a closing that met 500 ends', async () => {
    await start(store)
    const { control } = local.wechatPay
    const { pre_entrustweb_id, out_contract_code: code } = (await call('preEntrustSign', CONSENT)) as Record<
      string,
      string
    >
    const lose = async () =>
      control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always', out_contract_code: code })
    await lose()
    await control.sign({ pre_entrustweb_id, openid: OPENID })
    await control.advanceClock({ ms: 3 * MINUTE_MS })
    expect(await local.records.get('contracts', code ?? '')).toMatchObject({ state: 'SIGNED' })
    await control.armFault({
      fault: { kind: 'serverError', status: 500, when: 'before' },
      path: '*/terminate',
      times: 'always',
    })
    expect(await call('terminateContract', { out_contract_code: code })).toMatchObject({ state: 'closing' })
    await control.clearFaults()
    await lose()
    await control.advanceClock({ ms: 10 * MINUTE_MS })
    await control.advanceClock({ ms: DAY_MS })
    expect(await local.records.get('contracts', code ?? '')).toMatchObject({ state: 'TERMINATED' })
    expect(local.receiver?.taken).toEqual([`${code}:SIGNED`, `${code}:TERMINATED`])
  })

  it('without the database a call says so, and a notification is answered 503 and comes again', async () => {
    await start(store)
    const lines: string[] = []
    local.cloud.events.on('log', ({ line }) => lines.push(line))
    const asked = await call('preEntrustSign', CONSENT)
    const { pre_entrustweb_id, out_contract_code } = asked as Record<string, string>
    await local.records.down()
    expect(await call('queryContract', {})).toMatchObject({ ok: false, error: { code: 'STORE_FAILED' } })
    const name = store === 'postgres' ? 'WXPAY_PG_URL' : 'WXPAY_PGREST_URL'
    const told = lines.map((line) => JSON.parse(line) as Record<string, unknown>)
    expect(told.filter(({ event }) => event === 'database failed')).toEqual([
      expect.objectContaining({ reason: expect.stringContaining(`nobody answers at ${name}`) as string }),
    ])
    const attempt = once(local.wechatPay.events, 'notificationAttempt')
    await local.wechatPay.control.sign({ pre_entrustweb_id, openid: OPENID })
    expect((await attempt)[0]).toMatchObject({ attempt: 1, status: 503 })
    await local.records.up()
    const [{ id } = { id: '' }] = await local.wechatPay.control.notifications({ out_contract_code })
    await local.wechatPay.control.duplicateNotification({ id, copies: 1 })
    await local.wechatPay.control.settled()
    expect(await local.records.get('contracts', out_contract_code ?? '')).toMatchObject({ state: 'SIGNED' })
    expect(await call('queryContract', {})).toMatchObject({ ok: true, state: 'signed' })
  })
})
