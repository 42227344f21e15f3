// What no notification told is found out, and what changed is told, with nobody there but the timer.
import { cpSync } from 'node:fs'
import { CHANGE_SECRET, ChangeReceiver } from '../support/changeReceiver'
import { functionsFolder } from '../support/cloudFunctions'
import { itHasToldNoSecret } from '../support/flowSecrets'
import type { FlowUser } from '../support/flowUser'
import { Flow } from '../support/flowWechat'
import { FUNCTIONS_ROOT } from '../support/functionsRoot'

/** A merchant's own function, which says what it was told, and whose user was with it. */
const folder = functionsFolder({
  onContractChange: {
    code: `exports.main = async ({ id }) => {
      console.log(JSON.stringify({ level: 'info', event: 'told', id, isForUser: process.env.WX_OPENID !== undefined }))
      return { ok: true }
    }`,
    isBundled: true,
  },
})

const receiver = new ChangeReceiver()
let flow: Flow
beforeAll(async () => {
  cpSync(FUNCTIONS_ROOT, folder.root, { recursive: true })
  flow = await Flow.start({
    functionsRoot: folder.root,
    settings: {
      WXPAY_CHANGE_URL: await receiver.start(),
      WXPAY_CHANGE_SECRET: CHANGE_SECRET,
      WXPAY_CHANGE_FUNCTION: 'onContractChange',
      WXPAY_RECHECK_DAYS: '30',
    },
  })
})
afterEach(async () => flow.faultsOver())
afterAll(async () => {
  await flow.close()
  await receiver.close()
  folder.remove()
})

const runTimer = async () => flow.local.cloud.fireTimer('upkeep')

/** Time has passed, as the database knows it. */
async function isDueNow(user: FlowUser): Promise<void> {
  await flow.db.update('contracts', user.code, { dueAtMs: 1, nextQueryAtMs: 0 })
}
async function rowIsDueNow(user: FlowUser, state: string): Promise<void> {
  await flow.db.update('contract_outbox', `${user.code}:${state}`, { dueAtMs: 1, triedAtMs: 1, waitsUntilMs: 0 })
}
const rowOf = (user: FlowUser, state: string) => user.outboxRows.find((row) => row.state === state)

it('who signs and never comes back is signed all the same, and everybody is told once', async () => {
  const user = await flow.newUser().signedInSilence()
  expect(await runTimer()).toMatchObject({ ok: true, contractsAsked: 0 })
  await isDueNow(user)
  expect(await runTimer()).toMatchObject({ ok: true, contractsAsked: 1, contractsFound: 1, changesTold: 1 })
  expect(user.contract).toMatchObject({ state: 'SIGNED' })
  expect(await runTimer()).toMatchObject({ contractsAsked: 0, changesTold: 0 })
  expect(receiver.statesOf(user.code)).toEqual(['SIGNED'])
  expect(receiver.told.at(-1)?.contract).toMatchObject({ openid: user.openid, contract_id: user.contract.contract_id })
  expect(flow.told('told')).toEqual([expect.objectContaining({ id: `${user.code}:SIGNED`, isForUser: false })])
  expect(rowOf(user, 'SIGNED')).toMatchObject({ takenBy: ['onChange', 'changeFunction', 'changeUrl'], tries: 1 })
})

it('what a notification told is told by the next run, with its contract_id', async () => {
  const user = await flow.newUser().signed()
  expect(receiver.statesOf(user.code)).toEqual([])
  expect(await runTimer()).toMatchObject({ changesTold: 1 })
  expect(receiver.told.at(-1)).toMatchObject({
    id: `${user.code}:SIGNED`,
    contract: { contract_id: expect.any(String) as string },
  })
})

it('a contract ended inside WeChat, its notification lost, is found out and told', async () => {
  const user = await flow.newUser().signed()
  await runTimer()
  await user.loseNotifications()
  await user.terminateInWechat()
  await flow.db.update('contracts', user.code, { nextQueryAtMs: Date.now() - 31 * 24 * 60 * 60 * 1000 })
  expect(await runTimer()).toMatchObject({ contractsRechecked: 1, contractsFound: 1, changesTold: 1 })
  expect(receiver.statesOf(user.code)).toEqual(['SIGNED', 'TERMINATED'])
})

it('what a call changes is told before its answer, and again where it was not taken, in order and once', async () => {
  const user = await flow.newUser().signedInSilence()
  receiver.refuses = 3
  expect(await user.query()).toMatchObject({ ok: true, state: 'signed' })
  expect(rowOf(user, 'SIGNED')).toMatchObject({ tries: 1, lastError: 'changeUrl: HTTP 503' })
  expect(await user.terminate()).toMatchObject({ ok: true, state: 'terminated' })
  expect(rowOf(user, 'TERMINATED')).toMatchObject({ tries: 0 })
  for (const notTaken of [1, 1]) {
    await rowIsDueNow(user, 'SIGNED')
    expect(await runTimer()).toMatchObject({ changesTold: 0, changesNotTaken: notTaken })
  }
  expect(receiver.statesOf(user.code)).toEqual([])
  await rowIsDueNow(user, 'SIGNED')
  expect(await runTimer()).toMatchObject({ changesTold: 2, changesNotTaken: 0 })
  expect(receiver.statesOf(user.code)).toEqual(['SIGNED', 'TERMINATED'])
  // Who took it the first time was not told again; the user of the call went along.
  const own = flow.told('told').filter(({ id }) => String(id).startsWith(user.code))
  expect(own.map(({ id }) => id)).toEqual([`${user.code}:SIGNED`, `${user.code}:TERMINATED`])
  expect(own[0]).toMatchObject({ isForUser: true })
})

it('a function that is not there has not taken it, and holds nothing else up', async () => {
  await flow.redeploy({ WXPAY_CHANGE_FUNCTION: 'nowhere' })
  const user = await flow.newUser().signed()
  expect(await runTimer()).toMatchObject({ changesTold: 0, changesNotTaken: 1 })
  expect(rowOf(user, 'SIGNED')?.lastError).toMatch(/^changeFunction: the call failed: code -\d+$/)
  expect(receiver.statesOf(user.code)).toEqual(['SIGNED'])
  await flow.redeploy()
})

it('a function that answers with an HTTP error has not taken it', async () => {
  await flow.redeploy({ WXPAY_CHANGE_FUNCTION: 'contractNotify' })
  const user = await flow.newUser().signed()
  expect(await runTimer()).toMatchObject({ changesTold: 0, changesNotTaken: 1 })
  expect(rowOf(user, 'SIGNED')?.lastError).toMatch(/^changeFunction: answered HTTP \d+$/)
  await flow.redeploy()
})

it('is started by nobody but the timer', async () => {
  const user = flow.newUser()
  await expect(user.call('upkeep', { Type: 'Timer' })).rejects.toThrow('denied')
  const { result } = await flow.local.cloud.invoke('upkeep', { Type: 'Timer' })
  expect(result).toMatchObject({ ok: false, error: { code: 'UNAUTHENTICATED' } })
})

it('has settings of its own that nobody else is handed', () => {
  expect(flow.told('settings of no use here')).toEqual([])
})

it('signs whatever it tells', () => {
  expect(receiver.unverified).toEqual([])
})

it('leaves one line of figures for each run', () => {
  const figures = flow.told('upkeep')
  expect(figures.length).toBeGreaterThan(5)
  expect(figures[0]).toMatchObject({
    level: 'info',
    lateMs: expect.any(Number) as number,
    durationMs: expect.any(Number) as number,
  })
})

itHasToldNoSecret(
  () => flow,
  () => [CHANGE_SECRET],
)
