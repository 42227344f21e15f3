// Bills: what happened on a day, behind an address that is good for five minutes.
import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { startFixture, type Fixture } from './fixture'
import { charged, DOMESTIC, paid, refundBody, reverseBody } from './moneyFixture'

let fixture: Fixture
beforeEach(async () => (fixture = await startFixture()))
afterEach(() => fixture.close())

const DAY_MS = 24 * 3_600_000
const tomorrow = () => fixture.control.advanceClock({ ms: DAY_MS })

async function addressOf(query: string, kind = 'tradebill') {
  const { status, json } = await fixture.call({ path: `/v3/bill/${kind}?${query}` })
  const url = new URL(status === 200 ? String(json?.['download_url']) : fixture.url)
  return { status, json, path: url.pathname + url.search }
}

async function rowsOf(query: string, kind?: string) {
  const { json, path } = await addressOf(query, kind)
  const file = await fixture.call({ path })
  const text = file.body.toString()
  expect(createHash('sha1').update(text).digest('hex')).toBe(json?.['hash_value'])
  const [, ...lines] = text.trim().split('\r\n')
  return { file, totals: lines.at(-1), rows: lines.slice(0, -2).map((line) => line.slice(1).split(',`')) }
}

test('every payment and every refund of the day, in its order', async () => {
  const { number, transaction_id } = await paid(fixture)
  await fixture.control.advanceClock({ ms: 1_000 })
  await fixture.call({ path: DOMESTIC, body: refundBody(number, 280, { out_refund_no: 'refund0001' }) })
  await tomorrow()
  const { rows, totals, file } = await rowsOf('bill_date=2026-06-01')
  expect(rows.map((row) => [row[0], row[5], row[6], row[9], row[15], row[16], row[24]])).toEqual([
    ['2026-06-01 20:00:00', transaction_id, number, 'SUCCESS', '0', '0.00', '12.80'],
    ['2026-06-01 20:00:01', transaction_id, number, 'REFUND', 'refund0001', '2.80', '0.00'],
  ])
  expect(totals).toBe('`2,`12.80,`2.80,`0.00,`0.00,`12.80,`2.80')
  expect(file.headers).not.toHaveProperty('wechatpay-signature')
})

test.each([
  ['SUCCESS', ['SUCCESS']],
  ['REFUND', ['REFUND']],
])('of type %s alone', async (type, states) => {
  const { number } = await paid(fixture)
  await fixture.call({ path: DOMESTIC, body: refundBody(number, 280) })
  await tomorrow()
  const { rows } = await rowsOf(`bill_date=2026-06-01&bill_type=${type}`)
  expect(rows.map((row) => row[9])).toEqual(states)
})

test('of charges, and of those taken back', async () => {
  const { body, path } = await charged(fixture, [500])
  await fixture.call({ path: `${path}/reverse`, body: reverseBody(fixture, body) })
  await tomorrow()
  const { rows } = await rowsOf(`bill_date=2026-06-01&sub_mchid=${fixture.keys.subMchid}`)
  expect(rows.map((row) => [row[8], row[9], row[16]])).toEqual([
    ['PAP', 'SUCCESS', '0.00'],
    ['PAP', 'REVOKED', '5.00'],
  ])
})

test('of the account: what came and what went', async () => {
  const { number } = await paid(fixture)
  await fixture.call({ path: DOMESTIC, body: refundBody(number, 280, { out_refund_no: 'refund0001' }) })
  await tomorrow()
  const { rows, totals } = await rowsOf('bill_date=2026-06-01', 'fundflowbill')
  expect(rows.map((row) => [row[5], row[6], row[10]])).toEqual([
    ['收入', '12.80', number],
    ['支出', '2.80', 'refund0001'],
  ])
  expect(totals).toBe('`2,`1,`12.80,`1,`2.80')
})

test('packed, where that is asked for: the hash is of what is inside', async () => {
  await paid(fixture)
  await tomorrow()
  const { json, path } = await addressOf('bill_date=2026-06-01&tar_type=GZIP')
  const text = gunzipSync((await fixture.call({ path })).body)
  expect(createHash('sha1').update(text).digest('hex')).toBe(json?.['hash_value'])
})

test('an address is good for five minutes, and for whoever signs', async () => {
  await paid(fixture)
  await tomorrow()
  const { path } = await addressOf('bill_date=2026-06-01')
  const unsigned = await fixture.call({ path, authorization: { signature: 'AAAA' } })
  expect(unsigned.status).toBe(401)
  await fixture.control.advanceClock({ ms: 5 * 60_000 })
  expect((await fixture.call({ path })).status).toBe(400)
})

test.each([
  ['a page in its place', { kind: 'htmlBody', status: 200 }, '<html>'],
  ['half of it', { kind: 'truncatedBody', how: 'shorterLength' }, '\uFEFF交易时间'],
] as const)('a file may come spoilt: %s', async (_, fault, begins) => {
  await paid(fixture)
  await tomorrow()
  const { json, path } = await addressOf('bill_date=2026-06-01')
  await fixture.control.armFault({ fault })
  const { status, body } = await fixture.call({ path })
  expect([status, body.toString().startsWith(begins)]).toEqual([200, true])
  expect(createHash('sha1').update(body).digest('hex')).not.toBe(json?.['hash_value'])
})

test.each([
  ['today', 'bill_date=2026-06-01', 'the day after'],
  ['four months ago', 'bill_date=2026-02-01', '3 months'],
  ['a day that does not exist', 'bill_date=2026-02-30', 'not a day'],
  ['no day', 'bill_type=ALL', 'bill_date'],
  ['a type there is not', 'bill_date=2026-05-31&bill_type=SOME', 'bill_type'],
  ['a day on which nothing happened', 'bill_date=2026-05-31', 'nothing happened'],
])('%s: refused', async (_, query, message) => {
  const { status, json } = await addressOf(query)
  expect([status, json?.['message']]).toEqual([400, expect.stringContaining(message)])
})
