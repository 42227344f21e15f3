// A session for the merchant's own app: to be launched at once, or asked about first.
import { appPreEntrustSign } from '../../../../../cloudfunctions/_shared/contracts/sign/appPreEntrustSign'
import type { AppPreEntrustSignInput } from '../../../../../typings/contract/callables'
import { aCombineReply, COMBINE, MINUTE, NOW, SESSION } from '../../../../support/builders'
import { fakeDeps, refused, tells, UNREACHABLE, type FakeDeps } from '../../../../support/fakeDeps'

let deps: FakeDeps
beforeEach(() => {
  deps = fakeDeps(COMBINE)
})

const caller = { userId: 'u1' }
const ask = async (input: AppPreEntrustSignInput = {}) => appPreEntrustSign(input, caller, deps)
const opens = (more: object = {}) =>
  deps.gateway.preSigns.push(({ _id }) => ({ kind: 'accepted', reply: { ...aCombineReply(_id), ...more } }))
const first = () => deps.store.all('contracts')[0]

it('is launched within 2 minutes, by the older route alone where WeChat Pay names no other', async () => {
  opens()
  const { pre_entrustweb_id } = SESSION
  expect(await ask()).toEqual({
    state: 'inProgress',
    pre_entrustweb_id,
    out_contract_code: first()?._id,
    expiresAtMs: NOW + 120 * MINUTE,
    launchBeforeMs: NOW + 2 * MINUTE,
    launch: { openBusinessWebview: { businessType: 12, queryInfo: { pre_entrustweb_id } } },
  })
  expect(first()).toMatchObject({ scene: 'app', userId: 'u1', state: 'PRESIGNED' })
  expect(first()).not.toHaveProperty('openid')
})

it('is launched by either route where WeChat Pay names user name and path', async () => {
  opens({ miniprogram_username: 'gh_1', miniprogram_path: 'pages/x' })
  expect(await ask()).toMatchObject({
    launch: { launchMiniProgram: { userName: 'gh_1', path: 'pages/x', miniprogramType: 0 } },
  })
})

it('sends what was wished, and nothing that was not', async () => {
  opens()
  await ask({ contract_display_account: 'alice', return_app: false, attach: 'a=1' })
  expect(first()?.request).toMatchObject({ contract_display_account: 'alice', return_app: false, attach: 'a=1' })
})

it('asked again in time, asks WeChat Pay and hands out the same session', async () => {
  opens()
  const one = await ask()
  deps.clock.now += 100_000
  deps.gateway.queries.push(tells('NOT_SIGNED', { openid: undefined }))
  expect(await ask()).toEqual(one)
  expect(deps.gateway.made).toEqual(['preSign', 'query'])
})

it.each([
  ['too late to be launched', {}, 115_000],
  ['for another way back', { return_app: true }, 1500],
  ['with another packet', { attach: 'b=2' }, 1500],
])('asked again %s, gets another code once the first is known not to be signed', async (_, input, laterMs) => {
  opens()
  const one = await ask()
  deps.clock.now += laterMs
  deps.gateway.queries.push(refused(404, 'RESOURCE_NOT_EXISTS'))
  opens()
  const other = await ask(input)
  expect(other.out_contract_code).not.toBe(one.out_contract_code)
})

it('asked again after signing, is told so: whoever signed, since nobody here knows the user’s openid', async () => {
  opens()
  const { out_contract_code } = await ask()
  deps.clock.now += 1500
  deps.gateway.queries.push(tells('SIGNED', { openid: 'oSigner' }))
  expect(await ask()).toEqual({ state: 'signed', out_contract_code, signer: 'unconfirmed' })
  expect(first()).toMatchObject({ state: 'SIGNED', openid: 'oSigner', userId: 'u1' })
})

it('two users of the login are two', async () => {
  opens()
  opens()
  const one = await ask()
  const other = await appPreEntrustSign({}, { userId: 'u2' }, deps)
  expect(other.out_contract_code).not.toBe(one.out_contract_code)
})

it('an unknown outcome keeps the code for the next call', async () => {
  deps.gateway.preSigns.push(UNREACHABLE)
  await expect(ask()).rejects.toMatchObject({ code: 'WECHATPAY_UNREACHABLE' })
  opens()
  expect((await ask()).out_contract_code).toBe(first()?._id)
})
