// A yes is WeChat Pay's own word, no older than a day.
import { mayCharge } from '../../../../cloudfunctions/_shared/admin/mayCharge'
import type { ContractRecord } from '../../../../cloudfunctions/_shared/records/contracts'
import { aContract, COMBINE, HOUR, NOW, SESSION, wireContract } from '../../../support/builders'
import { fakeDeps, refused, tells, UNREACHABLE, UNTRUSTED } from '../../../support/fakeDeps'

const { contract_id } = wireContract(aContract(), 'SIGNED') as { contract_id: string }
const heardAt = (atMs: number) => ({ evidence: [{ source: 'notify' as const, atMs, what: 'SIGNED' }] })
const SIGNED = { state: 'SIGNED', contract_id, signedAtMs: NOW - 99 * HOUR, session: SESSION } as const
const FRESH = { ...SIGNED, ...heardAt(NOW - 23 * HOUR) }
const UNNAMED = { state: 'SIGNED', signedAtMs: NOW, session: SESSION, ...heardAt(NOW) } as const
const OLD = { ...SIGNED, ...heardAt(NOW - 24 * HOUR) }

function ask(changes: Partial<ContractRecord>, contract: ContractRecord = aContract(changes)) {
  const deps = fakeDeps()
  deps.store.seed('contracts', contract)
  return { ...deps, answer: async () => mayCharge({ out_contract_code: contract._id }, deps) }
}
const yes = { out_contract_code: aContract()._id, mayCharge: true, contract_id }
const no = (reason: string) => ({ out_contract_code: aContract()._id, mayCharge: false, reason })

it('says yes to what WeChat Pay said within a day, and asks nobody', async () => {
  const { answer, gateway } = ask(FRESH)
  expect(await answer()).toEqual(yes)
  expect(gateway.made).toEqual([])
})

it.each<[what: string, changes: Partial<ContractRecord>]>([
  ['its word is a day old', OLD],
  ['its word is of nobody but the pre-sign', { ...SIGNED, evidence: [{ source: 'preSign', atMs: NOW, what: '200' }] }],
  ['its word is from the future', { ...SIGNED, ...heardAt(NOW + 25 * HOUR) }],
  ['its notification named no contract_id', UNNAMED],
  ['a notification has named it since', { ...FRESH, setAsideAtMs: NOW }],
  ['no notification came', { state: 'PRESIGNED', session: SESSION }],
])('asks WeChat Pay where %s', async (_, changes) => {
  const { answer, gateway } = ask(changes)
  gateway.queries.push(tells('SIGNED'))
  expect(await answer()).toEqual(yes)
  expect(gateway.made).toEqual(['query'])
})

it.each<[what: string, contract: ContractRecord, reason: string]>([
  ['is over', aContract({ ...FRESH, state: 'TERMINATED' }), 'TERMINATED'],
  ['is being closed', aContract({ ...FRESH, terminateRequestedAtMs: NOW }), 'CLOSING'],
  ['has run out', aContract({ ...FRESH, contractExpiresAtMs: NOW }), 'EXPIRED'],
  ['somebody else may have signed', aContract({ ...FRESH, scene: 'app', userId: 'u' }, COMBINE), 'SIGNER_UNCONFIRMED'],
])('says no to a contract that %s, and asks nobody', async (_, contract, reason) => {
  const { answer, gateway } = ask({}, contract)
  expect(await answer()).toEqual({ ...no(reason), out_contract_code: contract._id })
  expect(gateway.made).toEqual([])
})

it.each<[what: string, changes: Partial<ContractRecord>, reply: ReturnType<typeof tells>, reason: string]>([
  ['has ended', OLD, tells('TERMINATED'), 'TERMINATED'],
  ['was never signed', { state: 'PRESIGNED', session: SESSION }, tells('NOT_SIGNED'), 'NOT_SIGNED'],
  [
    'it does not know, and a notification has named since',
    { ...FRESH, voidAtMs: NOW - 1, setAsideAtMs: NOW },
    tells('NOT_SIGNED'),
    'NOT_SIGNED',
  ],
  ['was never signed, against our record', OLD, tells('NOT_SIGNED'), 'NOT_SIGNED'],
])('says no to what WeChat Pay says %s', async (_, changes, reply, reason) => {
  const { answer, gateway } = ask(changes)
  gateway.queries.push(reply)
  expect(await answer()).toEqual(no(reason))
})

it('a denial of what is signed on record is an alert, and the session’s end makes it no yes', async () => {
  const { answer, gateway, clock, logged } = ask(OLD)
  clock.now = SESSION.expiresAtMs + 48 * HOUR
  gateway.queries.push(refused(404, 'RESOURCE_NOT_EXISTS'))
  expect(await answer()).toEqual(no('NOT_SIGNED'))
  expect(logged.filter(({ level }) => level === 'alert')).toHaveLength(1)
})

it.each([
  ['cannot be reached', UNREACHABLE, 'WECHATPAY_UNREACHABLE'],
  ['is not provably there', UNTRUSTED, 'WECHATPAY_UNTRUSTED'],
  ['refuses', refused(403, 'NO_AUTH'), 'WECHATPAY_REJECTED'],
  ['is asked too often', { kind: 'rateLimited' } as const, 'RATE_LIMITED'],
  ['tells of a state nobody knows', tells('PAUSED'), 'WECHATPAY_UNTRUSTED'],
  ['tells of another contract', tells('SIGNED', { contract_id: 'another' }), 'WECHATPAY_UNTRUSTED'],
])('gives no answer where WeChat Pay %s', async (_, outcome, code) => {
  const { answer, gateway } = ask(OLD)
  gateway.queries.push(outcome)
  await expect(answer()).rejects.toMatchObject({ code })
})

it('knows no other code', async () => {
  await expect(mayCharge({ out_contract_code: 'nobody' }, fakeDeps())).rejects.toMatchObject({ code: 'NOT_FOUND' })
})
