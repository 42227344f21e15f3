// Every switch beside the phone: what the card comes to say, and how it goes on from there.
import type { PhonePage } from './support/phonePage'
import { withWorld, type World } from './support/world'

let world: World
withWorld((started) => (world = started))

const restart = (phone: PhonePage) => phone.page.getByRole('button', { name: 'Restart the mini-program' }).click()

describe('on the way to WeChat Pay', () => {
  it('Refuse the jump: not signed yet, and the way stays open', async () => {
    const phone = await world.open('oJump')
    await phone.set('Refuse the jump', true)
    await phone.agreeAndOpen()
    await phone.sees('refused', '尚未开通')
    await phone.set('Refuse the jump', false)
    await phone.button('go').click()
    await phone.allow()
    await phone.signing.getByText('是否同意签约').waitFor()
  })

  it('Lose the tap gesture: the next button is one that cannot lose it', async () => {
    const phone = await world.open('oTap')
    await phone.set('Lose the tap gesture', true)
    await phone.agreeAndOpen()
    await phone.sees('ready', '还差一步')
    await phone.signBy('goByNavigator')
  })

  it('Single page: says where to open it, and asks for nothing, until it is opened from WeChat itself', async () => {
    const phone = await world.open('oSinglePage', {}, 'Single page')
    await phone.sees('unavailable', '请从微信里直接打开本小程序')
    expect(await phone.happenedCount('queryContract')).toBe(0)
    await phone.set('Single page', false)
    await phone.sees('unsigned')
  })

  it('Old WeChat: says so, and asks for nothing', async () => {
    const phone = await world.open('oOld')
    await phone.sees('unsigned')
    await phone.set('Old WeChat', true)
    await phone.sees('oldClient', '微信版本过低')
  })
})

const GROUND = `getComputedStyle(document.querySelector('[data-state]')).backgroundColor`

describe('what the user has set', () => {
  it.each(['1.4', '1.75', '2.0'])('Font %s: the card is that much larger, and goes back', async (factor) => {
    const phone = await world.open(`oFont-${factor}`)
    await phone.sees('unsigned')
    // A title grows less: it is large already.
    const text = phone.merchant.locator('[class$="--payee__name"]')
    const before = await text.boundingBox()
    await phone.page.getByRole('button', { name: factor, exact: true }).click()
    await phone.sees('unsigned')
    const larger = await text.boundingBox()
    expect((larger?.height ?? 0) / (before?.height ?? 1)).toBeCloseTo(Number(factor), 1)
    await phone.page.getByRole('button', { name: '1.0', exact: true }).click()
    await phone.sees('unsigned')
    expect((await text.boundingBox())?.height).toBe(before?.height)
  })

  it.each([320, 375, 430])('Width %i: the page is that wide', async (width) => {
    const phone = await world.open(`oWidth-${width}`)
    await phone.sees('unsigned')
    await phone.setWidth(width)
    expect(await phone.page.frame('mp-merchant')?.evaluate<number>('innerWidth')).toBe(width)
  })

  it('Dark mode: dark ground, light words, and back', async () => {
    const phone = await world.open('oDark')
    await phone.sees('unsigned')
    const ground = async () => phone.page.frame('mp-merchant')?.evaluate<string>(GROUND)
    const light = await ground()
    expect(light).toMatch(/^rgb/)
    await phone.set('Dark mode', true)
    const dark = await ground()
    expect(dark).not.toBe(light)
    await phone.set('Dark mode', false)
    expect(await ground()).toBe(light)
  })
})

describe('on the way back', () => {
  it('Kill the app while away: a cold start takes the attempt up again', async () => {
    const phone = await world.open('oKilled')
    await phone.set('Kill the app while away', true)
    await phone.goToSigning()
    await phone.sign()
    await phone.happened("WeChat ends the merchant's mini-program")
    await phone.signingButton('完成').click()
    await phone.happened('User comes back')
    await phone.seesInTime('signed')
  })

  it('Stale referrerInfo: a SUCCESS of last time makes nothing signed', async () => {
    const phone = await world.open('oStale')
    await phone.signUp()
    await phone.button('manage').click()
    await phone.button('confirmClose').click()
    await phone.seesInTime('terminated')
    await phone.set('Stale referrerInfo', true)
    await phone.button('again').click()
    await phone.goToSigning()
    await phone.back()
    await phone.happened('User comes back', 'SUCCESS')
    await phone.seesInTime('unsure', '结果还在确认中')
    expect(await phone.happenedCount('Contract is SIGNED')).toBe(1)
  })

  it('Stale referrerInfo: shown again without an attempt, the card stays as it is', async () => {
    const phone = await world.open('oStaleShow')
    await phone.signUp()
    await phone.button('manage').click()
    await phone.button('confirmClose').click()
    await phone.seesInTime('terminated')
    await phone.set('Stale referrerInfo', true)
    await phone.page.getByRole('button', { name: 'Home screen' }).click()
    await phone.page.getByRole('button', { name: '商户小程序' }).click()
    await phone.passes(30_000)
    await phone.sees('terminated')
  })
})

describe('Notification', () => {
  it('late: the query has said so long before', async () => {
    const phone = await world.open('oLate')
    await phone.choose('Notification', 'late (20 s)')
    await phone.signUp()
    expect(await phone.happenedCount('Notification, attempt')).toBe(0)
    await phone.choose('Notification', 'on time')
    await phone.happened('Notification, attempt 1', '204')
  })

  it('never: signed all the same', async () => {
    const phone = await world.open('oNever')
    await phone.choose('Notification', 'never')
    await phone.signUp()
    await phone.happened('Notification, attempt 1', 'dropped')
  })

  it.each([
    ['probe first', 'signtest'],
    ['forged first', 'wrongKey'],
  ])('%s: answered 401, and the contract is none the worse', async (choice, fault) => {
    const phone = await world.open(`o${fault}`)
    await phone.choose('Notification', choice)
    await phone.signUp()
    await phone.happened('Notification, attempt 1', `fault: ${fault}`, '401')
  })

  it('twice at once: both are taken, the record changes once', async () => {
    const phone = await world.open('oDouble')
    await phone.choose('Notification', 'twice at once')
    await phone.signUp()
    await phone.happened('Notification, attempt 1, copy 2', '204')
    expect(await phone.happenedCount('Contract is SIGNED')).toBe(1)
  })
})

describe('Network off', () => {
  it('turned on before the page opens: offline, and well again with one tap', async () => {
    const phone = await world.open('oOffline')
    await phone.sees('unsigned')
    await phone.set('Network off', true)
    await restart(phone)
    await phone.sees('offline', '网络未连接')
    await phone.set('Network off', false)
    await phone.button('retry').click()
    await phone.sees('unsigned')
  })

  it('turned on before coming back: confirmed once it is there again', async () => {
    const phone = await world.open('oTunnel')
    await phone.goToSigning()
    await phone.sign()
    await phone.set('Network off', true)
    await phone.signingButton('完成').click()
    await phone.seesInTime('unsure', '不会重复开通')
    await phone.set('Network off', false)
    await phone.button('refresh').click()
    await phone.seesInTime('signed')
  })
})

describe('Functions answer', () => {
  it('time out: no result is claimed, and asking again finds the truth', async () => {
    const phone = await world.open('oTimeout')
    await phone.goToSigning()
    await phone.sign()
    await phone.choose('Functions answer', 'time out (3 s)')
    await phone.signingButton('完成').click()
    await phone.happened('queryContract', '-504003')
    await phone.seesInTime('unsure', '结果还在确认中')
    await phone.choose('Functions answer', 'normally')
    await phone.button('refresh').click()
    await phone.seesInTime('signed')
  })

  it('time out when the page opens: says that it is slow', async () => {
    const phone = await world.open('oTimeoutAtOnce')
    await phone.sees('unsigned')
    await phone.choose('Functions answer', 'time out (3 s)')
    await restart(phone)
    await phone.sees('slow', '响应有点慢')
  })

  it('slowly: after ten seconds the page says so, and takes no late answer for a new one', async () => {
    const phone = await world.open('oSlow')
    await phone.sees('unsigned')
    await phone.choose('Functions answer', 'slowly (12 s)')
    await restart(phone)
    await phone.sees('loading')
    await phone.passes(10_500)
    await phone.sees('slow', '响应有点慢')
  })
})

describe('WeChat Pay answers', () => {
  it('429: a pause that counts down, then the same again', async () => {
    const phone = await world.open('o429')
    await phone.sees('unsigned')
    await phone.choose('WeChat Pay answers', '429')
    await phone.button('agree').click()
    await phone.button('open').click()
    await phone.sees('busy', '当前使用人数较多')
    await phone.choose('WeChat Pay answers', 'normally')
    await phone.seesInTime('unsigned')
  })

  it.each(['500', 'bad signature'])('%s: nothing is believed, and the retry uses the same code', async (choice) => {
    const openid = `oAnswers-${choice.replace(' ', '-')}`
    const phone = await world.open(openid)
    await phone.sees('unsigned')
    await phone.choose('WeChat Pay answers', choice)
    await phone.button('agree').click()
    await phone.button('open').click()
    await phone.seesInTime('systemError', '系统繁忙')
    await phone.choose('WeChat Pay answers', 'normally')
    await phone.button('retry').click()
    await phone.seesInTime('ready')
    expect(world.local.cloud.db.find('contracts', { openid })).toHaveLength(1)
  })

  it('not at all: no result is claimed', async () => {
    const phone = await world.open('oSilent')
    await phone.sees('unsigned')
    await phone.choose('WeChat Pay answers', 'not at all')
    await phone.button('agree').click()
    await phone.button('open').click()
    await phone.sees('preparing')
    await phone.passes(10_500)
    await phone.sees('slow')
  })
})

describe('Database', () => {
  it('down: the page says it is busy, and goes on when it is up', async () => {
    const phone = await world.open('oDatabase')
    await phone.sees('unsigned')
    await phone.choose('Database', 'down')
    await restart(phone)
    await phone.seesInTime('systemError', '系统繁忙')
    await phone.choose('Database', 'normal')
    await phone.button('retry').click()
    await phone.seesInTime('unsigned')
  })
})

describe('Let the session lapse', () => {
  it('before signing: nothing was signed, and the next try is a new one', async () => {
    const phone = await world.open('oLapse')
    await phone.goToSigning()
    await phone.page.getByRole('button', { name: 'Let the session lapse' }).click()
    await phone.happened('The signing session lapses')
    await phone.signingButton('同意并签约').click()
    await phone.signing.getByText('无法签约').waitFor()
    await phone.signingButton('返回商户').click()
    await phone.seesInTime('expired', '本次开通已失效')
    await phone.button('again').click()
    await phone.seesInTime('ready')
    await phone.signBy('go')
  })

  it('says why it cannot be done when there is none', async () => {
    const phone = await world.open('oNoSession')
    await phone.sees('unsigned')
    await phone.page.getByRole('button', { name: 'Let the session lapse' }).click()
    await phone.happened('That did not work', 'has not asked to sign')
  })
})
