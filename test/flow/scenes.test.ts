// The main job, for every family, mode and scene: from the request to SIGNED and to the end, told by notifications or, where
// none arrives, by asking.
import type { FamilyChoice, ModeChoice } from '../../sandbox/localWechat'
import { signCall } from '../../scripts/callKit/signCall'
import { askByCall, askOverHttp, logIn, withMerchantFunction, type AppAnswer } from '../support/flowApp'
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import { Shop } from '../support/flowShop'
import type { FlowUser } from '../support/flowUser'
import type { Flow } from '../support/flowWechat'

const folder = withMerchantFunction()
afterAll(() => folder.remove())

let flow: Flow
const start = (family: FamilyChoice, mode: ModeChoice) => {
  withFlow((started) => (flow = started), { family, mode, functionsRoot: folder.root })
}

/** From the wish to a session that can be signed. */
const SCENES = {
  'mini-program': async (user: FlowUser) => {
    await user.preSigned()
  },
  'pay-redirect-sign': async (user: FlowUser) => {
    const shop = new Shop(flow)
    const checkout = await shop.checkout(user, await shop.order(user))
    expect(checkout).toMatchObject({ presigned: true, out_contract_code: user.code })
    await expect(flow.control.sign({ out_contract_code: user.code })).rejects.toThrow()
    expect(await shop.pay(checkout)).toEqual({ out_contract_code: user.code })
  },
}

type Row = [family: FamilyChoice, mode: ModeChoice, scenes: (keyof typeof SCENES)[], whose: string[]]
const BOTH: Row[2] = ['mini-program', 'pay-redirect-sign']
const ROWS: Row[] = [
  ['password-exempt', 'normal', BOTH, ['the merchant']],
  ['password-exempt', 'ecommerce', BOTH, ['the merchant']],
  ['password-exempt', 'service-provider', BOTH, ['the merchant', 'the sub-merchant']],
  ['password-exempt', 'qs', BOTH, ['the merchant', 'the sub-merchant']],
  ['combine-papay', 'ecommerce', ['mini-program'], ['the merchant']],
]

describe.each(ROWS)('%s, %s', (family, mode, scenes, whose) => {
  start(family, mode)
  const cases = scenes.flatMap((scene) => whose.map((who) => [scene, who] as const))
  const newUser = (who: string) =>
    flow.newUser(who === 'the merchant' ? flow.local.keys.appid : flow.local.keys.subAppid)

  it.each(cases)('%s, in the mini-program of %s: told by notifications', async (scene, who) => {
    const user = newUser(who)
    await SCENES[scene](user)
    await user.sign()
    const name = who === 'the merchant' ? 'openid' : 'sub_openid'
    expect(user.contract).toMatchObject({ family, mode, scene, state: 'SIGNED', [name]: user.openid })
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed', out_contract_code: user.code })
    await user.terminateInWechat()
    expect(user.contract).toMatchObject({ state: 'TERMINATED' })
    expect(user.outbox).toEqual([`${user.code}:SIGNED`, `${user.code}:TERMINATED`])
    expect(await user.query()).toMatchObject({ ok: true, state: 'terminated' })
  })

  it.each(cases)('%s, in the mini-program of %s: no notification arrives, asking tells', async (scene, who) => {
    const user = newUser(who)
    await SCENES[scene](user)
    await user.loseNotifications()
    await user.sign()
    expect(user.contract.state).toBe('PRESIGNED')
    expect(await user.queryLater()).toMatchObject({ ok: true, state: 'signed' })
    expect(await user.terminateLater()).toMatchObject({ ok: true, state: 'terminated' })
    expect(user.contract).toMatchObject({ state: 'TERMINATED', contract_termination_mode: 'MCH_API_TERMINATE' })
    expect(user.outbox).toEqual([`${user.code}:SIGNED`, `${user.code}:TERMINATED`])
    expect(user.notifications).toEqual([])
  })

  itHasToldNoSecret(() => flow)
})

describe('combine-papay, ecommerce, app', () => {
  start('combine-papay', 'ecommerce')

  /** A user of the merchant's own login, who signs as somebody nobody has heard of. */
  let users = 0
  const newUser = () => ({ sub: `app-user-${++users}`, openid: `oSigner${users}`.padEnd(28, '0') })

  const ROUTES: Record<string, (sub: string) => Promise<AppAnswer>> = {
    'over HTTP access': async (sub) => {
      const { status, answer } = await askOverHttp(flow, await logIn(flow, { sub }), {
        return_app: true,
        attach: 'a=1',
      })
      expect(status).toBe(200)
      return answer
    },
    'by cloud call': async (sub) => askByCall(flow, await logIn(flow, { sub }), { return_app: true, attach: 'a=1' }),
  }
  const recordOf = ({ out_contract_code }: AppAnswer) => flow.all('contracts', { _id: out_contract_code })[0]

  it.each(Object.entries(ROUTES))('%s: launched in time, told by notifications', async (_, ask) => {
    await flow.control.setSwitches({ appLaunchTarget: 'mini_program_' })
    const { sub, openid } = newUser()
    const asked = await ask(sub)
    const { pre_entrustweb_id, out_contract_code } = asked
    expect(asked).toMatchObject({
      ok: true,
      state: 'inProgress',
      launch: {
        openBusinessWebview: { businessType: 12, queryInfo: { pre_entrustweb_id } },
        launchMiniProgram: { userName: flow.local.keys.signUserName, miniprogramType: 0 },
      },
    })
    expect((asked.expiresAtMs ?? 0) - (asked.launchBeforeMs ?? 0)).toBe(118 * 60_000)
    expect(recordOf(asked)?.request).toMatchObject({
      appid: flow.local.keys.mobileAppid,
      return_app: true,
      attach: 'a=1',
    })
    await flow.control.sign({ pre_entrustweb_id, openid })
    await flow.control.settled()
    expect(recordOf(asked)).toMatchObject({ state: 'SIGNED', scene: 'app', userId: sub, openid })
    expect(await ask(sub)).toEqual({ ok: true, state: 'signed', out_contract_code, signer: 'unconfirmed' })
    await flow.control.terminate({ out_contract_code })
    await flow.control.settled()
    expect(recordOf(asked)).toMatchObject({ state: 'TERMINATED' })
  })

  it.each(Object.entries(ROUTES))('%s: no notification arrives, asking again tells', async (_, ask) => {
    await flow.control.setSwitches({ appLaunchTarget: 'none' })
    const { sub, openid } = newUser()
    const asked = await ask(sub)
    const { out_contract_code = '' } = asked
    expect(asked.launch).not.toHaveProperty('launchMiniProgram')
    await flow.control.armNotificationFault({ fault: { kind: 'drop' }, times: 'always', out_contract_code })
    await flow.control.sign({ out_contract_code, openid })
    await flow.control.settled()
    expect(recordOf(asked)).toMatchObject({ state: 'PRESIGNED' })
    await flow.db.update('contracts', out_contract_code, { nextQueryAtMs: 0 })
    expect(await ask(sub)).toEqual({ ok: true, state: 'signed', out_contract_code, signer: 'unconfirmed' })
    expect(recordOf(asked)).toMatchObject({
      state: 'SIGNED',
      openid,
      contractExpiresAtMs: expect.any(Number) as number,
    })
  })

  it('who signed counts once a person in charge has said that it is the user', async () => {
    const { sub, openid } = newUser()
    const asked = await askByCall(flow, await logIn(flow, { sub }), {})
    const { out_contract_code = '' } = asked
    await flow.control.sign({ out_contract_code, openid })
    await flow.control.settled()
    const summaries = () =>
      flow
        .all('contract_outbox', { code: out_contract_code })
        .map((row) => [row.state, 'contract' in row && row.contract])
    expect(summaries()).toMatchObject([['SIGNED', { openid, userId: sub, signer: 'unconfirmed' }]])
    const key = flow.local.settings['WXPAY_ADMIN_KEY'] ?? ''
    const confirm = async () => {
      const input = { out_contract_code, openid }
      const call = signCall({ key, functionName: 'contractAdmin', action: 'confirmSigner', input })
      return (await flow.local.cloud.invoke('contractAdmin', call)).result
    }
    expect(await confirm()).toEqual({ ok: true, out_contract_code, signer: 'confirmed' })
    expect(await confirm()).toEqual({ ok: true, out_contract_code, signer: 'confirmed' })
    expect(summaries()).toHaveLength(2)
    const told = await askByCall(flow, await logIn(flow, { sub }), {})
    expect(told).toEqual({ ok: true, state: 'signed', out_contract_code })
  })

  it('a user who has not signed yet is handed the same session, by either way', async () => {
    const { sub } = newUser()
    const asked = await ROUTES['over HTTP access']?.(sub)
    await flow.db.update('contracts', asked?.out_contract_code ?? '', { nextQueryAtMs: 0 })
    expect(await ROUTES['by cloud call']?.(sub)).toEqual(asked)
  })

  itHasToldNoSecret(() => flow)
})
