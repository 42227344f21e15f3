// Combine-papay: a session binds nobody, and the merchant's own app may ask for one.
import type { PhonePage } from '../support/phonePage'
import { giveBackAll, matchBill } from '../support/serverCalls'
import { withWorld, type World } from '../support/world'

let world: World
withWorld((started) => (world = started), 'combine-papay')

const PRE_SIGN = 'POST /v3/ecommerce/combine-papay/contracts/pre-entrust-sign'

const appButton = (phone: PhonePage, name: string) => phone.app.getByRole('button', { name, exact: true })

/** As far as an open session. */
async function askInApp(account: string, returnsToApp: boolean): Promise<PhonePage> {
  const phone = await world.openScene('app', account)
  await appButton(phone, '登录').click()
  await phone.app.getByText(`已登录：${account}`).waitFor()
  await phone.app.locator('#agree').check()
  await phone.app.locator('#return-app').setChecked(returnsToApp)
  await appButton(phone, '开通免密支付').click()
  return phone
}

async function signInWechat(phone: PhonePage): Promise<void> {
  await phone.sign()
  await phone.signingButton('完成').click()
}

describe('in the mini-program', () => {
  it('someone else who opens the session and signs: set aside, and never this user’s contract', async () => {
    const phone = await world.open('oBuyer')
    await phone.set('Someone else signs', true)
    await phone.goToSigning()
    await signInWechat(phone)
    await phone.happened('Notification, attempt 1', '204')
    await phone.seesInTime('expired')
    expect(world.contractOf('oBuyer')).toMatchObject({ state: 'PRESIGNED', openid: 'oBuyer' })
    const kept = world.local.cloud.db.find('contract_notifications', { outcome: 'setAside' })
    expect(kept.length).toBeGreaterThan(0)
  })
})

it('a server charges without the user, gives it back, and the bill of the day agrees', async () => {
  const phone = await world.open('oRider')
  const { page } = phone
  await page.getByText('once this user has signed').waitFor()
  await phone.signUp()
  await page.getByRole('button', { name: 'Charge 3.50 yuan' }).click()
  await phone.happened("Merchant's server asks chargeContract", '¥3.50', 'paid')
  const { contract_id } = world.contractOf('oRider')
  expect(await world.local.wechatPay.control.charges()).toMatchObject([{ total: 350, state: 'SUCCESS', contract_id }])
  await phone.happened('Charge is PAID', 'was REQUESTED')
  await phone.happened("Merchant's server is told CHARGE_PAID", '204')
  await giveBackAll(phone, world)
  expect(await matchBill(phone)).toContain('"differing": 0')
  expect(phone.complaints).toEqual([])
})

describe("in the merchant's own app", () => {
  it.each(['WXOpenBusinessWebview', 'WXLaunchMiniProgram'])(
    '%s: signs, returns, and the app asks what is true',
    async (route) => {
      const asked: string[] = []
      const note = ({ method, path }: { method: string; path: string }): void => void asked.push(`${method} ${path}`)
      world.local.wechatPay.events.on('request', note)
      const phone = await askInApp(`oBy${route}`, true)
      await appButton(phone, route).click()
      await signInWechat(phone)
      await phone.app.getByText('已签约，待商户核实签约人').waitFor()
      await phone.happened('App launches by', '1069')
      await phone.page.locator('#rail [aria-current=step]', { hasText: /^SIGNED$/ }).waitFor()
      expect(world.contractOf(`oBy${route}`)).toMatchObject({ state: 'SIGNED', scene: 'app', userId: `oBy${route}` })
      expect(asked[0]).toBe(PRE_SIGN)
      expect([...phone.complaints, ...(await phone.problems())]).toEqual([])
      world.local.wechatPay.events.off('request', note)
    },
  )

  it('without return_app the user stays in WeChat, and the app learns it when it is opened again', async () => {
    const phone = await askInApp('oStays', false)
    await appButton(phone, 'WXOpenBusinessWebview').click()
    await signInWechat(phone)
    await phone.page.getByRole('button', { name: '商户 App（模拟）' }).click()
    await phone.app.getByText('已签约，待商户核实签约人').waitFor()
  })

  it('closes what it opened, after one question', async () => {
    const phone = await askInApp('oCloses', true)
    await appButton(phone, 'WXOpenBusinessWebview').click()
    await signInWechat(phone)
    await appButton(phone, '关闭免密支付').click()
    await appButton(phone, '再想想').click()
    await appButton(phone, '关闭免密支付').click()
    await appButton(phone, '确认关闭').click()
    await phone.app.getByText('免密支付已关闭').waitFor()
    await phone.happened('App asks appTerminateContract', 'terminated')
    expect(world.contractOf('oCloses')).toMatchObject({ state: 'TERMINATED', userId: 'oCloses' })
  })

  it('leaving by the arrow without signing: the app is told that nothing is opened', async () => {
    const phone = await askInApp('oLeaves', true)
    await appButton(phone, 'WXOpenBusinessWebview').click()
    await phone.signing.getByText('是否同意签约').waitFor()
    await phone.back()
    await phone.app.getByText('尚未开通').waitFor()
    expect(world.contractOf('oLeaves')).toMatchObject({ state: 'PRESIGNED' })
  })

  it('WeChat refuses a launch that comes too late; asked again, it may be launched again', async () => {
    const phone = await askInApp('oLate', true)
    await appButton(phone, 'WXOpenBusinessWebview').waitFor()
    await phone.passes(121_000)
    await appButton(phone, 'WXOpenBusinessWebview').click()
    await phone.app.getByText('WeChat refuses').waitFor()
    expect(await phone.page.locator('iframe[name=mp-signing]').count()).toBe(0)
  })

  it.each(['expired', 'of another audience', 'with a wrong key', 'alg none'])(
    'a token %s: 401 is shown, and nothing is called',
    async (kind) => {
      const phone = await world.openScene('app', `oToken-${kind.length}`)
      await phone.choose("App's token", kind)
      await appButton(phone, '登录').click()
      await phone.app.locator('#agree').check()
      await appButton(phone, '开通免密支付').click()
      await phone.app.getByText('登录已失效（401 UNAUTHENTICATED）').waitFor()
      await phone.happened('App asks appPreEntrustSign', '401 UNAUTHENTICATED')
      expect(await phone.happenedCount('Signed POST')).toBe(0)
      expect(await phone.happenedCount('Contract is')).toBe(0)
    },
  )

  it('shows status and code of what WeChat Pay answered', async () => {
    const phone = await world.openScene('app', 'oBusy')
    await phone.choose('WeChat Pay answers', '429')
    await appButton(phone, '登录').click()
    await phone.app.locator('#agree').check()
    await appButton(phone, '开通免密支付').click()
    await phone.app.getByText('请稍后再试（429 RATE_LIMITED）').waitFor()
  })

  it('asks for the login and for the tick first, and nothing is called', async () => {
    const phone = await world.openScene('app', 'oHasty')
    await appButton(phone, '开通免密支付').click()
    await phone.app.getByText('请先登录').waitFor()
    await appButton(phone, '登录').click()
    await phone.app.getByText('已登录').waitFor()
    expect(await phone.app.locator('#agree').isChecked()).toBe(false)
    await appButton(phone, '开通免密支付').click()
    await phone.app.getByText('请先阅读并勾选协议').waitFor()
    expect(await phone.happenedCount('App asks')).toBe(0)
  })
})
