// The main job: from "asks to sign" to "closed", for every family and mode the functions serve.
import { startLocalWechat, type FamilyChoice, type LocalWechat, type ModeChoice } from '../../sandbox/localWechat'
import { runJourney } from '../../sandbox/journey/journey'
import { consentToday } from '../../scripts/start/consentToday'
import { FUNCTIONS_ROOT } from '../support/functionsRoot'

const OPENID = 'oUpF8uMuAJO_M2pxb1Q9zNjWeS6o'
const silently = () => undefined

let local: LocalWechat | undefined
afterEach(async () => local?.close())

it.each<[FamilyChoice, ModeChoice]>([
  ['password-exempt', 'normal'],
  ['password-exempt', 'ecommerce'],
  ['combine-papay', 'ecommerce'],
])('a user of %s / %s signs and closes', async (family, mode) => {
  local = await startLocalWechat({ functionsRoot: FUNCTIONS_ROOT, family, mode })
  expect(await runJourney(local, OPENID, consentToday(), silently)).toEqual({ ok: true })
})

it('a user signs and closes though the functions know none of the event types, and nothing stays open', async () => {
  local = await startLocalWechat({ functionsRoot: FUNCTIONS_ROOT, isEventMapSet: false })
  expect(local.settings).not.toHaveProperty('WXPAY_EVENT_MAP')
  expect(await runJourney(local, OPENID, consentToday(), silently)).toEqual({ ok: true })
  const [contract] = local.cloud.db.find('contracts', {})
  const kept = local.cloud.db.find('contract_notifications', {})
  expect(kept).toMatchObject(
    Array(2).fill({ outcome: 'setAside', reason: 'EVENT_TYPE_UNMAPPED', code: contract?.['_id'] }),
  )
  const caller = { openid: OPENID, appid: local.miniProgramAppid }
  const { result } = await local.cloud.call('queryContract', { out_contract_code: contract?.['_id'] }, caller)
  expect(result).toMatchObject({ ok: true, state: 'terminated' })
  expect(local.cloud.db.get('contracts', String(contract?.['_id']))).not.toHaveProperty('setAsideAtMs')
})

it('a journey that fails names the hop and says why', async () => {
  local = await startLocalWechat({ functionsRoot: FUNCTIONS_ROOT })
  await local.wechatPay.control.armFault({
    fault: { kind: 'wrongSignature' },
    times: 'always',
    path: '*pre-entrust-sign*',
  })
  const result = await runJourney(local, OPENID, consentToday(), silently)
  expect(result).toMatchObject({ ok: false, hop: 'opensSession' })
  expect(result).toHaveProperty('why', expect.stringContaining('WECHATPAY_UNTRUSTED'))
})
