// The slots of 0.1, one per environment, template and sub-merchant, folded into the one of the user.
import { attemptKey, legacySlotId, slotId } from '../../../../cloudfunctions/_shared/contracts/codes'
import { partyOf } from '../../../../cloudfunctions/_shared/contracts/parties'
import { readFrom, readSlot } from '../../../../cloudfunctions/_shared/contracts/userSlot'
import type { ContractSettings } from '../../../../cloudfunctions/_shared/contracts/ports'
import { aContract, codeOf, COMBINE, OPENID, PROVIDER, SETTINGS, sha256 } from '../../../support/builders'
import { fakeDeps, type FakeDeps } from '../../../support/fakeDeps'

let deps: FakeDeps
beforeEach(() => {
  deps = fakeDeps()
})
const party = (settings: ContractSettings = SETTINGS) => partyOf({ openid: OPENID }, settings)
const read = async (settings?: ContractSettings) => readSlot(readFrom(deps.store), party(settings), sha256)
const left = (currentCode: string, attemptNo: number, settings?: ContractSettings) =>
  deps.store.seed('contract_slots', {
    _id: legacySlotId(party(settings), sha256),
    ...{ currentCode, attemptNo, leaseUntilMs: 7, revision: 9 },
  } as never)

it('is empty where there was none', async () => {
  const _id = slotId(party(), sha256)
  expect(await read()).toEqual({ _id, attempts: {}, inForce: [], counters: {}, revision: 0 })
})

it('has what the old one had, and what is signed of it', async () => {
  deps.store.seed('contracts', aContract({ state: 'SIGNED' }))
  left(codeOf(), 1)
  expect(await read()).toEqual({
    _id: slotId(party(), sha256),
    attempts: { 'password-exempt:12535': { currentCode: codeOf(), attemptNo: 1, leaseUntilMs: 7 } },
    inForce: [{ code: codeOf(), template: { name: 'service_id', id: 12535 } }],
    counters: {},
    revision: 0,
  })
})

it('forgets neither of two that were both signed', async () => {
  for (const attemptNo of [6, 7]) deps.store.seed('contracts', aContract({ attemptNo, state: 'SIGNED' }))
  left(codeOf(6), 7)
  expect((await read()).inForce.map(({ code }) => code)).toEqual([codeOf(6), codeOf(7)])
})

it('looks at a few attempts, however many there were', async () => {
  left(codeOf(1000), 1000)
  await read()
  expect(deps.store.requests).toBe(5)
})

it('of another template is folded in when that one’s turn comes, and the old one is not read again', async () => {
  const other = { ...SETTINGS, templateId: 777 }
  left(codeOf(), 1)
  left(codeOf(3, other), 3, other)
  const slot = await read()
  deps.store.seed('contract_slots', slot)
  left('never', 99)
  expect((await read()).attempts).toEqual(slot.attempts)
  expect((await read(other)).attempts).toMatchObject({
    'password-exempt:12535': { attemptNo: 1 },
    'password-exempt:777': { attemptNo: 3 },
  })
})

it.each([SETTINGS, COMBINE, PROVIDER])('attempts have keys the database keeps, and one each', (settings) => {
  expect(attemptKey(party(settings))).toMatch(/^[a-z-]+:\d+(:\d+)?$/)
  expect(new Set([SETTINGS, COMBINE, PROVIDER].map((one) => attemptKey(party(one)))).size).toBe(3)
})
