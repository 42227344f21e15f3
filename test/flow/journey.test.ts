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

it('a journey that fails names the hop and says why', async () => {
  local = await startLocalWechat({ functionsRoot: FUNCTIONS_ROOT })
  await local.wechatPay.control.armFault({
    fault: { kind: 'wrongSignature' },
    times: 'always',
    path: '*pre-entrust-sign*',
  })
  const result = await runJourney(local, OPENID, consentToday(), silently)
  expect(result).toMatchObject({ ok: false, hop: 'preEntrustSign opens a session' })
  expect(result).toHaveProperty('why', expect.stringContaining('WECHATPAY_UNTRUSTED'))
})
