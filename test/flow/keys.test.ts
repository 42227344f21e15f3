// Whose word counts, as keys change: public key, platform certificates, both at once, and a change of the APIv3 key.
import { createHash } from 'node:crypto'
import { awaken } from '../support/flowNotify'
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import type { FlowUser } from '../support/flowUser'
import type { Flow } from '../support/flowWechat'

let flow: Flow
withFlow((started) => (flow = started))
afterEach(async () => {
  await flow.control.setSwitches({ notificationKey: 'publicKey' })
  await flow.control.setNotifyTimeScale({ scale: 1 })
})

const NO_PUBLIC_KEY = { WXPAY_PUBLIC_KEY: undefined, WXPAY_PUBLIC_KEY_ID: undefined }
/** Some other key of 32 characters. */
const OTHER_API_V3_KEY = createHash('md5').update('another APIv3 key').digest('hex')

describe('platform certificates alone', () => {
  beforeEach(async () => {
    await flow.redeploy({ ...NO_PUBLIC_KEY, WXPAY_PLATFORM_CERTS: certificates(0) })
    await awaken(flow, 1, 'platformCertificate')
    await flow.control.setSwitches({ notificationKey: 'platformCertificate' })
  })

  it('carry a user from asking to the end', async () => {
    const user = await flow.newUser().signed()
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed' })
    expect(await user.terminateLater()).toMatchObject({ ok: true, state: 'terminated' })
    await flow.control.settled()
    expect(await statusesOf(user)).toEqual([204, 204])
    expect(user.outbox.sort()).toEqual([`${user.code}:SIGNED`, `${user.code}:TERMINATED`])
  })

  it('do not vouch for the public key', async () => {
    await flow.control.setSwitches({ notificationKey: 'publicKey' })
    const user = await flow.newUser().preSigned()
    await user.sign()
    expect(await statusesOf(user)).toEqual([401])
    expect(user.contract.state).toBe('PRESIGNED')
  })

  it('are changed by a deployment: what the new one signed before that comes again, and is taken', async () => {
    const user = await flow.newUser().preSigned()
    await flow.control.armNotificationFault({ fault: { kind: 'rotatedKey' }, times: 'always' })
    await flow.spoil({ kind: 'rotatedKey' })
    await user.sign()
    expect(await statusesOf(user)).toEqual([401])
    expect(await user.query()).toMatchObject({ ok: true, state: 'unknown' })

    await flow.redeploy({ ...NO_PUBLIC_KEY, WXPAY_PLATFORM_CERTS: certificates(1) })
    await expectTakenWhenItComesAgain(user)
    expect(await user.queryLater()).toMatchObject({ ok: true, state: 'signed' })
  })
})

describe('public key and platform certificate at once', () => {
  beforeEach(async () => {
    await flow.redeploy({ WXPAY_PLATFORM_CERTS: certificates(0) })
    await awaken(flow, 1)
  })

  it.each(['publicKey', 'platformCertificate'] as const)('take notifications signed with either: %s', async (key) => {
    await flow.control.setSwitches({ notificationKey: key })
    const user = await flow.newUser().signed()
    expect(await user.query()).toMatchObject({ ok: true, state: 'signed' })
  })

  it('still know no third key', async () => {
    const user = await flow.newUser().preSigned()
    await flow.control.armNotificationFault({ fault: { kind: 'rotatedKey' }, out_contract_code: user.code })
    await user.sign()
    expect(await statusesOf(user)).toEqual([401])
  })
})

itHasToldNoSecret(() => flow)

describe('a change of the APIv3 key', () => {
  // One where nothing of the others comes again: what they have not taken does, and would be told, or kept, in the middle of these.
  withFlow((started) => (flow = started))

  it('made here first: 500 and an alert, nothing written; with the old one as PREVIOUS it is taken', async () => {
    await flow.redeploy({ WXPAY_API_V3_KEY: OTHER_API_V3_KEY })
    const user = await flow.newUser().preSigned()
    const before = flow.everything()
    await user.sign()
    expect(await statusesOf(user)).toEqual([500])
    expect(flow.everything()).toEqual(before)
    expect(flow.told('notification not taken').at(-1)).toMatchObject({ level: 'alert', reason: 'APIV3_KEY_MISMATCH' })

    await flow.redeploy({
      WXPAY_API_V3_KEY: OTHER_API_V3_KEY,
      WXPAY_API_V3_KEY_PREVIOUS: flow.local.keys.apiV3Key,
    })
    await expectTakenWhenItComesAgain(user)
  })

  it('made there first: 500, until the deployment that follows', async () => {
    await flow.redeploy()
    const user = await flow.newUser().preSigned()
    await flow.control.armNotificationFault({ fault: { kind: 'wrongApiV3Key' }, out_contract_code: user.code })
    const before = flow.everything()
    await user.sign()
    expect(await statusesOf(user)).toEqual([500])
    expect(flow.everything()).toEqual(before)
    await expectTakenWhenItComesAgain(user)
  })

  itHasToldNoSecret(
    () => flow,
    () => [OTHER_API_V3_KEY],
  )
})

/** `WXPAY_PLATFORM_CERTS` with the current one, or the one it will be rotated to. */
function certificates(which: 0 | 1): string {
  const { serial, certificatePem } = flow.local.keys.platformCertificates[which]
  return JSON.stringify({ [serial]: certificatePem })
}

async function statusesOf(user: FlowUser): Promise<(number | undefined)[]> {
  const all = await flow.control.notifications({ out_contract_code: user.code })
  return all.flatMap(({ attempts }) => attempts.map(({ status }) => status))
}

async function expectTakenWhenItComesAgain(user: FlowUser): Promise<void> {
  await flow.control.setNotifyTimeScale({ scale: 500 })
  await flow.untilDelivered(async () => (await statusesOf(user)).includes(204))
  expect(user.contract.state).toBe('SIGNED')
  expect(user.notifications).toMatchObject([{ outcome: 'applied' }])
  expect(user.outbox).toEqual([`${user.code}:SIGNED`])
}
