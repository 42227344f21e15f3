// A database and a WeChat Pay that answer, but slowly: every function says so itself before the platform ends it, by what
// it waited for, and what was left is done by the next call.
import { withFlow } from '../support/flowFile'
import { Shop } from '../support/flowShop'
import type { Answer, FlowUser } from '../support/flowUser'
import type { Flow } from '../support/flowWechat'

jest.setTimeout(120_000)

let flow: Flow
let shop: Shop
withFlow((started) => {
  flow = started
  shop = new Shop(flow)
})

const DATABASE = ['database.getDocument', 'database.startTransaction', 'database.commitTransaction'] as const
const LIMIT_MS = 20_000
/** In time to be heard, on a machine that is busy with the others too. */
const ANSWERED_BY_MS = LIMIT_MS - 500

interface Told {
  answer: Answer
  tookMs: number
}

async function timed(call: Promise<Answer>): Promise<Told> {
  const startedAtMs = performance.now()
  const answer = await call
  return { answer, tookMs: performance.now() - startedAtMs }
}

const slow = async (databaseMs: number, wechatPayMs: number) => {
  flow.db.fault({ kind: 'delay', ms: databaseMs }, { action: DATABASE }, Infinity)
  await flow.spoil({ kind: 'delay', ms: wechatPayMs })
}
const fast = async () => {
  flow.db.clearFaults()
  await flow.faultsOver()
}
afterEach(fast)

/**
 * As somebody would who is told to call again, past the 20 s of a lease: what was on its way to the database when the
 * time was over may have arrived there since.
 */
async function again(call: () => Promise<Answer>): Promise<Answer> {
  for (;;) {
    for (const { _id } of flow.all('contract_slots')) await flow.db.update('contract_slots', _id, { leaseUntilMs: 0 })
    const answer = await call()
    if (answer.ok || !['STORE_FAILED', 'IN_PROGRESS'].includes(answer.error?.code ?? '')) return answer
  }
}

function expectHonest({ answer, tookMs }: Told): void {
  expect(tookMs).toBeLessThan(ANSWERED_BY_MS)
  if (!answer.ok) expect(['STORE_FAILED', 'WECHATPAY_UNREACHABLE']).toContain(answer.error?.code)
}

describe.each([
  ['both', 2600, 4500],
  ['WeChat Pay, and then the database', 1500, 7500],
  ['the database', 4700, 0],
])('%s slow', (_, databaseMs, wechatPayMs) => {
  it('every function answers before its limit, and the next call goes on', async () => {
    const signer = flow.newUser()
    const [asked, closing] = [await flow.newUser().signedInSilence(), await flow.newUser().signed()]
    const buyers = [flow.newUser(), flow.newUser(), flow.newUser()] as const
    const numbers = await Promise.all(buyers.map(async (buyer) => shop.order(buyer)))
    const [wished = '', queried = '', closed = ''] = numbers
    for (const index of [1, 2] as const) await shop.checkout(buyers[index], numbers[index] ?? '')
    const about = async (user: FlowUser, name: string, out_trade_no: string) => user.call(name, { out_trade_no })

    await slow(databaseMs, wechatPayMs)
    const told = await Promise.all(
      [
        signer.ask(),
        asked.query(),
        closing.terminate(),
        about(buyers[0], 'payRedirectSign', wished),
        about(buyers[1], 'queryOrder', queried),
        about(buyers[2], 'closeOrder', closed),
      ].map(timed),
    )
    told.forEach(expectHonest)
    expect(flow.told('unexpected error')).toEqual([])
    await fast()

    expect(await again(async () => signer.ask())).toMatchObject({ ok: true, state: 'inProgress' })
    expect(signer.contracts).toHaveLength(1)
    expect(await again(async () => asked.queryLater())).toMatchObject({ ok: true, state: 'signed' })
    expect(await again(async () => closing.terminateLater())).toMatchObject({ ok: true, state: 'terminated' })
    await shop.mayAskAgain(wished)
    expect((await shop.checkout(buyers[0], wished)).payment).toBeDefined()
    await shop.mayAskAgain(queried)
    expect(await about(buyers[1], 'queryOrder', queried)).toMatchObject({ ok: true, state: 'unpaid' })
    expect(await about(buyers[2], 'closeOrder', closed)).toMatchObject({ ok: true, state: 'closed' })
  })
})
