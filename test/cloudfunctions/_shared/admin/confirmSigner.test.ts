// A person in charge says who signed from the app.
import * as v from 'valibot'
import { confirmSigner, confirmSignerInput } from '../../../../cloudfunctions/_shared/admin/confirmSigner'
import { isInForce } from '../../../../cloudfunctions/_shared/contracts/evidence/inForce'
import { appPreEntrustSign } from '../../../../cloudfunctions/_shared/contracts/sign/appPreEntrustSign'
import { aCombineReply, aContract, aSlot, COMBINE, NOW } from '../../../support/builders'
import { fakeDeps, type FakeDeps } from '../../../support/fakeDeps'

const caller = { userId: 'u1' }
const openid = 'oSigner'
const signed = aContract({ state: 'SIGNED', scene: 'app', openid, ...caller }, COMBINE)
const input = { out_contract_code: signed._id, openid }

let deps: FakeDeps
beforeEach(() => {
  deps = fakeDeps(COMBINE)
  deps.store.seed('contracts', signed)
  deps.store.seed('contract_slots', aSlot(signed))
})
const confirm = async (changes: object = {}) => confirmSigner({ ...input, ...changes }, deps)
const stored = async () => (await deps.store.read('contracts', signed._id)) ?? signed

it('puts the contract in force, and tells the merchant’s code by a row of its own', async () => {
  expect(await confirm()).toEqual({ out_contract_code: signed._id, signer: 'confirmed' })
  expect(isInForce(await stored(), NOW)).toBe(true)
  expect(deps.store.all('contract_outbox')).toEqual([
    {
      _id: `${signed._id}:SIGNER_CONFIRMED`,
      code: signed._id,
      state: 'SIGNER_CONFIRMED',
      contract: expect.not.objectContaining({ signer: expect.anything() as unknown }) as unknown,
      createdAtMs: NOW,
      dueAtMs: NOW,
      tries: 0,
    },
  ])
})

it('once more changes nothing, after the contract ended too', async () => {
  await confirm()
  const { written } = deps.store
  expect(await confirm()).toEqual({ out_contract_code: signed._id, signer: 'confirmed' })
  deps.store.seed('contracts', { ...(await stored()), state: 'TERMINATED' })
  expect(await confirm()).toEqual({ out_contract_code: signed._id, signer: 'confirmed' })
  expect(deps.store.written).toBe(written)
})

it('is remembered of the user: the next contract they sign needs nobody', async () => {
  await confirm()
  deps.store.seed('contracts', { ...(await stored()), state: 'TERMINATED' })
  deps.gateway.preSigns.push(({ _id }) => ({ kind: 'accepted', reply: aCombineReply(_id) }))
  const { out_contract_code } = await appPreEntrustSign({}, caller, deps)
  expect(await deps.store.read('contracts', out_contract_code)).toMatchObject({ confirmedSigner: openid })
})

it.each<[what: string, contract: typeof signed | undefined, changes: object, code: string]>([
  ['a code nobody has', undefined, { out_contract_code: 'nobody' }, 'NOT_FOUND'],
  ['another signer', signed, { openid: 'oOther' }, 'INVALID_INPUT'],
  ['another scene', { ...signed, scene: 'mini-program' }, {}, 'INVALID_INPUT'],
  ['one that has ended', { ...signed, state: 'TERMINATED' }, {}, 'NOT_SIGNED'],
  ['one nobody has signed', aContract({ state: 'PRESIGNED', scene: 'app', ...caller }, COMBINE), {}, 'NOT_SIGNED'],
])('%s is refused, and nothing is written', async (_, contract, changes, code) => {
  if (contract) deps.store.seed('contracts', contract)
  const { written } = deps.store
  await expect(confirm(changes)).rejects.toMatchObject({ code })
  expect(deps.store.written).toBe(written)
})

it('all of it is kept, or nothing', async () => {
  deps.store.failNext('commit')
  await expect(confirm()).rejects.toThrow('commit')
  expect(isInForce(await stored(), NOW)).toBe(false)
  expect(deps.store.all('contract_outbox')).toEqual([])
})

it.each([{}, { out_contract_code: 'a' }, { ...input, openid: '' }, { ...input, openid: 'a b' }, { ...input, x: 1 }])(
  '%j is refused',
  (given) => {
    expect(v.safeParse(confirmSignerInput, given).success).toBe(false)
  },
)
