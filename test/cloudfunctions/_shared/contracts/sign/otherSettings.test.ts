// Settings change, and what a user has signed does not: it is found, shown and closed, and nothing is signed beside it.
import { queryContract } from '../../../../../cloudfunctions/_shared/contracts/ask/queryContract'
import type { ContractSettings } from '../../../../../cloudfunctions/_shared/contracts/ports'
import type { ContractRecord } from '../../../../../cloudfunctions/_shared/records/contracts'
import { aContract, NOW, OPENID, PROVIDER, QS, SESSION, SETTINGS } from '../../../../support/builders'
import { ACCEPTED, given, opened, refused, tells } from '../../../../support/fakeDeps'
import { oneUser } from '../../../../support/oneUser'

const { deps, sign, query, close } = oneUser()

/** Signs under the settings, as a user does. @returns the code */
async function signUnder(settings: ContractSettings): Promise<string> {
  deps.settings = settings
  deps.gateway.preSigns.push((contract) => {
    const { mchid, _id } = contract
    const reply = { mchid, templateId: settings.templateId, out_contract_code: _id, ...SESSION }
    return { kind: 'accepted', reply }
  })
  const { out_contract_code } = await sign()
  deps.gateway.queries.push(tells('SIGNED'))
  expect(await query(out_contract_code)).toMatchObject({ state: 'signed' })
  deps.clock.now += 2000
  return out_contract_code
}

const ANOTHER = { mchid: '1900000199', appid: 'wxsub00000000000001' }

describe.each<[string, ContractSettings, ContractSettings]>([
  ['template', SETTINGS, { ...SETTINGS, templateId: 777 }],
  ['kind of template', { ...SETTINGS, mode: 'ecommerce' }, { ...SETTINGS, mode: 'ecommerce', family: 'combine-papay' }],
  ['mode', SETTINGS, { ...SETTINGS, mode: 'ecommerce' }],
  ['environment', SETTINGS, { ...SETTINGS, env: 'cb-other' }],
  ['mode of a sub-merchant', PROVIDER, { ...QS }],
  ['prefix', SETTINGS, { ...SETTINGS, codePrefix: 'B' }],
])('another %s', (_, before, after) => {
  let code: string
  beforeEach(async () => {
    code = await signUnder(before)
    deps.settings = after
    deps.gateway.calls.length = 0
  })

  it('still has the contract, and it alone', async () => {
    deps.gateway.queries.push(tells('SIGNED'))
    const told = await query()
    expect(told).toMatchObject({ state: 'signed', out_contract_code: code })
    expect(told).not.toHaveProperty('otherContracts')
  })

  it('has nothing to sign beside it', async () => {
    expect(await sign()).toEqual({ state: 'signed', out_contract_code: code })
    expect(deps.gateway.made).toEqual([])
  })

  it('closes it, and signs anew afterwards under a code of its own', async () => {
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await close(code)).toMatchObject({ state: 'terminated' })
    expect(deps.store.all('contract_slots')).toMatchObject([{ inForce: [] }])
    deps.gateway.preSigns.push(refused(400, 'INVALID_REQUEST'))
    await expect(sign()).rejects.toMatchObject({ code: 'WECHATPAY_REJECTED' })
    expect(deps.store.all('contracts').map(({ _id }) => _id)).toHaveLength(2)
  })
})

describe('another sub-merchant', () => {
  const OTHER: ContractSettings = { ...PROVIDER, subMerchant: ANOTHER }
  let code: string
  beforeEach(async () => {
    code = await signUnder(PROVIDER)
    deps.settings = OTHER
    deps.gateway.calls.length = 0
  })
  const listed = { out_contract_code: expect.any(String) as string, state: 'signed', sub_mchid: '1900000110' }

  it('lists the contract, without a question, and has none itself', async () => {
    expect(await query()).toEqual({
      state: 'none',
      otherContracts: [{ ...listed, out_contract_code: code, signedAtMs: Date.UTC(2026, 10, 21, 2, 5) }],
    })
    expect(deps.gateway.made).toEqual([])
  })

  it('signs one of its own, and either is shown beside the other', async () => {
    const other = await signUnder(OTHER)
    expect(other).not.toBe(code)
    deps.gateway.queries.push(tells('SIGNED'))
    const told = await query()
    expect(told).toMatchObject({
      state: 'signed',
      out_contract_code: other,
      otherContracts: [{ out_contract_code: code }],
    })
    deps.settings = PROVIDER
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await query()).toMatchObject({ out_contract_code: code, otherContracts: [{ out_contract_code: other }] })
  })

  it('is asked about and closed by its code', async () => {
    deps.gateway.queries.push(tells('SIGNED'))
    expect(await query(code)).toMatchObject({ state: 'signed', out_contract_code: code })
    deps.gateway.terminations.push(ACCEPTED)
    deps.gateway.queries.push(tells('TERMINATED'))
    expect(await close(code)).toMatchObject({ state: 'terminated' })
    expect(await query()).toEqual({ state: 'none' })
  })

  it('of a closing one tells so', async () => {
    const contract = (await deps.store.read('contracts', code)) as ContractRecord
    deps.store.seed('contracts', { ...contract, terminateRequestedAtMs: NOW })
    expect(await query()).toMatchObject({ otherContracts: [{ state: 'closing' }] })
  })
})

it('a sub_openid names nobody under another appid', async () => {
  deps.settings = { ...PROVIDER, subMerchant: { mchid: '1900000110', appid: 'wxother' } }
  const contract = aContract({ state: 'SIGNED', sub_openid: OPENID }, PROVIDER)
  deps.store.seed('contracts', contract)
  const asked = queryContract({ out_contract_code: contract._id }, { sub_openid: OPENID }, deps)
  await expect(asked).rejects.toMatchObject({ code: 'NOT_FOUND' })
})

describe('damaged data', () => {
  it('under the code of this user is passed over, and a person is told', async () => {
    const theirs = aContract({ state: 'PRESIGNED', session: SESSION })
    deps.store.seed('contracts', { ...theirs, openid: 'oBob' })
    deps.gateway.preSigns.push(opened)
    const { out_contract_code } = await sign()
    expect(out_contract_code).not.toBe(theirs._id)
    expect(await deps.store.read('contracts', theirs._id)).toMatchObject({ openid: 'oBob' })
    expect(deps.logged).toMatchObject([{ level: 'alert', fields: { out_contract_code: theirs._id } }])
    expect(await query(out_contract_code).catch(() => 'asked')).toBe('asked')
  })

  it.each(['PRESIGNED', 'SIGNED'] as const)('that the slot points to (%s) is shown to nobody', async (state) => {
    const contract = aContract({ state, session: SESSION })
    given(deps, contract)
    deps.store.seed('contracts', { ...contract, openid: 'oBob' })
    expect(await query()).toEqual({ state: 'none' })
  })
})
