// The page around the phone as a tool: a clock one can move, what the merchant's code was told, faults that read as faults, and
// two languages.
import type { PhonePage } from './support/phonePage'
import { withWorld, type World } from './support/world'

let world: World
withWorld((started) => (world = started))

/** Presses a button of the clock; everything due on the way is over afterwards. */
async function moveClock(phone: PhonePage, name: '+10 min' | '+2 h' | '+1 day'): Promise<void> {
  const moved = phone.page.waitForResponse((response) => response.url().endsWith('/act/moveClock'))
  await phone.page.getByRole('button', { name, exact: true }).click()
  expect((await moved).status()).toBe(200)
}
const changes = (phone: PhonePage) => phone.page.locator('#told .change')
const openTold = (phone: PhonePage) => phone.page.getByRole('tab', { name: /^Told/ }).click()

describe('the clock', () => {
  it('+10 min: who signed and left is found out by the timer, and the merchant is told once', async () => {
    const phone = await world.open('oGone')
    await phone.choose('Notification', 'never')
    await phone.goToSigning()
    await phone.sign()
    await phone.page.getByRole('button', { name: 'Home screen' }).click()
    await moveClock(phone, '+10 min')
    await phone.happened('The clock moves on 10 min')
    await phone.happened('The timer runs upkeep', 'contracts asked about: 1', 'changes told: 1')
    await phone.page.locator('#rail [aria-current=step]', { hasText: /^SIGNED$/ }).waitFor()
    await openTold(phone)
    expect(await changes(phone).count()).toBe(1)
    await changes(phone).filter({ hasText: 'SIGNED' }).filter({ hasText: 'told' }).waitFor()
    await phone.page.locator('#moved', { hasText: '10 min ahead' }).waitFor()
  })

  it('+2 h: the session on WeChat Pay is over, so is the one on the phone, and a new one is signed by the same clock', async () => {
    const phone = await world.open('oTwoHours')
    await phone.agreeAndOpen()
    await phone.allow()
    await phone.signing.getByText('是否同意签约').waitFor()
    await moveClock(phone, '+2 h')
    await moveClock(phone, '+10 min')
    await phone.happened('The signing session lapses')
    await phone.signingButton('同意并签约').click()
    await phone.signing.getByText('签约会话已失效').waitFor()
    await phone.happened('WeChat Pay refuses to have it signed', 'the session is over')
    await phone.signingButton('返回商户').click()
    await phone.seesInTime('expired')
    await phone.button('again').click()
    await phone.seesInTime('ready')
    await phone.signBy('go')
    const signed = world.local.cloud.db.find('contracts', { openid: 'oTwoHours', state: 'SIGNED' })
    expect(Number(signed[0]?.['signedAtMs'])).toBeGreaterThan(Date.now() + 129 * 60_000)
    expect(await phone.problems()).toEqual([])
  })

  it('is seen by who opens the page later, and starts afresh with Reset', async () => {
    const phone = await world.open('oUser-1')
    await moveClock(phone, '+1 day')
    const later = await world.open('oUser-2')
    await later.page.locator('#moved', { hasText: '1 d' }).waitFor()
    await later.page.getByRole('button', { name: 'Reset' }).click()
    await later.sees('unsigned')
    await later.page.locator('#moved').waitFor({ state: 'hidden' })
    expect(world.local.wechatPay.clock.movedMs()).toBe(0)
  })
})

describe("what the merchant's code was told", () => {
  it('shows each try, verified, until it is taken', async () => {
    const phone = await world.open('oRetried')
    await phone.choose("Merchant's server", 'answers 503')
    await phone.signUp()
    await openTold(phone)
    await moveClock(phone, '+10 min')
    const row = changes(phone).first()
    await row.filter({ hasText: 'onChange has it' }).filter({ hasText: 'again at' }).waitFor()
    await row.locator('.tries .bad', { hasText: 'signature verified' }).first().waitFor()
    await phone.choose("Merchant's server", 'takes it')
    await moveClock(phone, '+10 min')
    await row.filter({ hasText: 'changeUrl has it' }).waitFor()
    await row.locator('.tries .good', { hasText: 'HTTP 204' }).waitFor()
    await row.locator('.pill.good', { hasText: 'told' }).waitFor()
    await phone.happened("Merchant's server is told SIGNED", 'signature verified', '204')
  })

  it("is this user's alone, and there again after a reload", async () => {
    const phone = await world.open('oUser-2')
    await phone.signUp()
    await openTold(phone)
    await moveClock(phone, '+10 min')
    await changes(phone).first().waitFor()
    await phone.page.reload()
    await openTold(phone)
    await changes(phone).first().waitFor()
    await phone.page.getByLabel('Account').selectOption('oUser-3')
    await changes(phone).first().waitFor({ state: 'detached' })
    await phone.page.getByRole('tabpanel').getByText('Nothing yet').waitFor()
  })
})

describe('faults', () => {
  const count = (phone: PhonePage) => phone.page.locator('#wrong-count')

  it('are counted, stand out, and are gone with one button', async () => {
    const phone = await world.open('oFaults')
    await count(phone).filter({ hasText: 'all well' }).waitFor()
    await phone.set('Refuse the jump', true)
    await phone.set('Network off', true)
    await phone.choose('Notification', 'never')
    await count(phone).filter({ hasText: '3 on' }).waitFor()
    expect(await phone.page.locator('.row.is-wrong').count()).toBe(3)
    const saved = phone.page.waitForResponse((response) => response.url().endsWith('/switches'))
    await phone.page.getByRole('button', { name: 'All well' }).click()
    await saved
    await count(phone).filter({ hasText: 'all well' }).waitFor()
    expect(await phone.page.locator('.row.is-wrong').count()).toBe(0)
    expect(await phone.page.getByLabel('Notification').inputValue()).toBe('on time')
  })

  it.each([
    ['Network off', 'callFunction queryContract fails on the phone'],
    ['Old WeChat', 'The mini-program starts in an old WeChat'],
  ] as const)('%s leaves a line', async (name, line) => {
    const phone = await world.open(`oLine-${name.replace(' ', '')}`)
    await phone.sees('unsigned')
    await phone.set(name, true)
    await phone.page.getByRole('button', { name: 'Restart the mini-program' }).click()
    await phone.happened(line)
  })

  it('Lose the tap gesture and Someone else signs leave a line, and so does the refusal', async () => {
    const phone = await world.open('oLines')
    await phone.set('Lose the tap gesture', true)
    await phone.agreeAndOpen()
    await phone.happened('navigateToMiniProgram fails on the phone', 'TAP gesture')
    await phone.set('Lose the tap gesture', false)
    await phone.set('Someone else signs', true)
    await phone.button('goByNavigator').click()
    await phone.allow()
    await phone.happened("Another user's WeChat opens the session")
    await phone.signingButton('同意并签约').click()
    await phone.signing.getByText('该签约会话属于其他用户').waitFor()
    await phone.happened('WeChat Pay refuses to have it signed', 'the session is of another user')
  })

  it('Stale referrerInfo leaves a line each time an old one comes again', async () => {
    const phone = await world.open('oStaleLine')
    await phone.signUp()
    await phone.set('Stale referrerInfo', true)
    await phone.page.getByRole('button', { name: 'Home screen' }).click()
    await phone.page.getByRole('button', { name: '商户小程序' }).click()
    await phone.happened('WeChat shows an old referrerInfo again', 'SUCCESS', 'scene 1038')
  })
})

describe('language', () => {
  it('is the one of the browser, can be changed, stays, and holds for what has happened already', async () => {
    const phone = await world.open('oLanguage')
    await phone.signUp()
    await phone.page.getByRole('button', { name: '中文' }).click()
    await phone.page.getByRole('heading', { name: '故障模拟' }).waitFor()
    await phone.happened('用户同意签约')
    await phone.happened('用户返回', '从小程序返回', '场景值 1038')
    await phone.happened('小程序调用 queryContract', '已签约')
    expect(await phone.page.evaluate<string>('document.documentElement.lang')).toBe('zh-CN')
    await phone.page.reload()
    await phone.page.getByLabel('商户类型').waitFor()
    expect(await phone.page.locator('#sel-setup option').allTextContents()).toEqual([
      '直连商户',
      '电商平台',
      '服务商',
      '清算机构',
      '合单代扣（灰度）',
    ])
    expect(await phone.page.locator('#setup-id').textContent()).toBe('normal')
    await phone.page.getByRole('button', { name: 'English' }).click()
    await phone.page.getByRole('heading', { name: 'Faults' }).waitFor()
  })
})
