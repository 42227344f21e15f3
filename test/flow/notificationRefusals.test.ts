// NOTIFY: what is not provably WeChat Pay's, or cannot be read, is refused by its proper status and leaves no trace in the
// database; the true notification that follows is taken.
import { CloudCallError } from '../../sandbox/cloud/functions/failures'
import { deliver, makeSigned, sign, toEvent, type Delivered } from '../support/flowNotify'
import { withFlow } from '../support/flowFile'
import { itHasToldNoSecret } from '../support/flowSecrets'
import type { FlowUser } from '../support/flowUser'
import { Flow, type NotificationFault } from '../support/flowWechat'

let flow: Flow
withFlow((started) => (flow = started), { cloud: { rules: { '*': { invoke: 'auth != null' } } } })
afterEach(async () => flow.control.setNotifyTimeScale({ scale: 1 }))

type Case = [what: string, fault: NotificationFault, reason: string]

const NOT_AUTHENTIC: Case[] = [
  ["somebody else's signature under the known serial", { kind: 'wrongKey' }, 'SIGNATURE_MISMATCH'],
  ['a signature with one byte changed', { kind: 'wrongSignature' }, 'SIGNATURE_MISMATCH'],
  ['a body changed after signing', { kind: 'changedBody' }, 'SIGNATURE_MISMATCH'],
  ['the probe WECHATPAY/SIGNTEST/', { kind: 'signtest' }, 'SIGNTEST'],
  ['a serial nobody has heard of', { kind: 'unknownSerial' }, 'SERIAL_UNKNOWN'],
  ['a key that is not in the settings yet', { kind: 'rotatedKey' }, 'SERIAL_UNKNOWN'],
  ['no signature headers', { kind: 'missingSignatureHeaders' }, 'HEADER_MISSING'],
  ['a signature 301 s old', { kind: 'staleTimestamp', skewSec: -301 }, 'TIMESTAMP_OUTSIDE_WINDOW'],
  ['a signature 302 s ahead', { kind: 'staleTimestamp', skewSec: 302 }, 'TIMESTAMP_OUTSIDE_WINDOW'],
]

describe('401, and nothing is written', () => {
  it.each(NOT_AUTHENTIC)('for %s', async (_, fault, reason) => {
    const user = await flow.newUser().preSigned()
    await expectNoTrace(async () => {
      expect(await forge(user, fault)).toEqual([{ status: 401, body: FAIL('the signature could not be verified') }])
      expect(flow.told('notification not taken').at(-1)).toMatchObject({ level: 'info', reason, httpStatus: 401 })
    })
    await expectTrueOneTaken(user)
  })

  it('for a forged termination of a contract in force', async () => {
    const user = await flow.newUser().signed()
    await expectNoTrace(async () => {
      const { attempts } = await flow.control.forgeNotification({ out_contract_code: user.code, change: 'terminated' })
      expect(attempts).toMatchObject([{ status: 401 }])
    })
  })

  it('for a probe that comes before the true one: WeChat Pay sends again, and then it is taken', async () => {
    const user = await flow.newUser().preSigned()
    await flow.control.setNotifyTimeScale({ scale: 500 })
    await flow.control.armNotificationFault({ fault: { kind: 'signtest' }, out_contract_code: user.code })
    await user.sign()
    await flow.untilDelivered(async () => (await statusesOf(user)).includes(204))
    expect(await statusesOf(user)).toEqual([401, 204])
    expect(user.contract.state).toBe('SIGNED')
  })

  it.each([-295, 295])('but not for a clock that is %d s off: that is inside the window', async (skewSec) => {
    const user = await flow.newUser().preSigned()
    expect(await forge(user, { kind: 'staleTimestamp', skewSec })).toMatchObject([{ status: 204 }])
    expect(user.contract.state).toBe('SIGNED')
  })
})

describe('400, and nothing is written', () => {
  it.each([
    ['another algorithm', 'algorithm', 'RESOURCE_MALFORMED'],
    ['a nonce of 11 bytes', 'nonceLength', 'RESOURCE_MALFORMED'],
    ['a ciphertext that is not base64', 'notBase64', 'RESOURCE_MALFORMED'],
    ['a ciphertext no longer than its tag', 'tooShort', 'RESOURCE_MALFORMED'],
    ['no ciphertext', 'missingCiphertext', 'ENVELOPE_MALFORMED'],
    ['a plaintext that is not JSON', 'plaintextNotJson', 'PLAINTEXT_MALFORMED'],
  ] as const)('for %s', async (_, how, reason) => {
    const user = await flow.newUser().preSigned()
    await expectNoTrace(async () => {
      const [answer] = await forge(user, { kind: 'malformedResource', how })
      expect(answer).toEqual({ status: 400, body: FAIL('the notification could not be read') })
      expect(flow.told('notification not taken').at(-1)).toMatchObject({ reason, httpStatus: 400 })
    })
    await expectTrueOneTaken(user)
  })

  it.each([
    ['not JSON', 'SUCCESS', 'BODY_NOT_JSON'],
    ['empty', '', 'BODY_NOT_JSON'],
    ['a list', '[]', 'ENVELOPE_MALFORMED'],
    ['without an id', JSON.stringify({ event_type: 'X', resource: {} }), 'ENVELOPE_MALFORMED'],
    [
      'with an id of 65 characters',
      JSON.stringify({ id: 'E'.repeat(65), event_type: 'X', resource: {} }),
      'ENVELOPE_MALFORMED',
    ],
  ])('for a signed body that is %s', async (_, text, reason) => {
    await expectNoTrace(async () => {
      expect((await deliver(flow, sign(flow, text))).status).toBe(400)
      expect(flow.told('notification not taken').at(-1)).toMatchObject({ reason })
    })
  })
})

describe('before anything is looked at', () => {
  it.each(['GET', 'PUT', 'HEAD', 'DELETE'])('%s is 405, even with a true notification in it', async (method) => {
    const user = await flow.newUser().preSigned()
    await expectNoTrace(async () => expect((await deliver(flow, makeSigned(flow, user), method)).status).toBe(405))
  })

  it('a body over 64 KB is 413, and one of exactly 64 KB is read', async () => {
    const limit = 64 * 1024
    await expectNoTrace(async () => {
      const tooLarge = await deliver(flow, sign(flow, 'x'.repeat(limit + 1)))
      expect(tooLarge).toEqual({ status: 413, body: FAIL(`expected at most ${limit} bytes`) })
      expect((await deliver(flow, sign(flow, 'x'.repeat(limit)))).status).toBe(400)
    })
  })

  it('a mini-program user who calls the function is 403, even with a true notification in the event', async () => {
    const user = await flow.newUser().preSigned()
    const message = makeSigned(flow, user)
    await expectNoTrace(async () => {
      expect(await user.call('contractNotify', toEvent(message))).toMatchObject({ statusCode: 403 })
    })
    expect(await deliver(flow, message)).toEqual({ status: 204, body: '' })
    expect(user.contract.state).toBe('SIGNED')
  })

  it('and with the rule of docs/deploying.md they do not even reach it', async () => {
    const ruled = await Flow.start()
    try {
      const user = await ruled.newUser().preSigned()
      const denied = user.call('contractNotify', toEvent(makeSigned(ruled, user)))
      await expect(denied).rejects.toThrow(CloudCallError)
      await expect(denied).rejects.toThrow('permission denied')
      expect(user.contract.state).toBe('PRESIGNED')
    } finally {
      await ruled.close()
    }
  })
})

describe.each(['lower', 'upper', 'title', 'asSent'] as const)(
  'HTTP access that spells headers: %s',
  (headerSpelling) => {
    it.each(['utf8', 'base64'] as const)(
      'and passes bodies as %s: the true one is taken, the forged one not',
      async (textBodies) => {
        const { httpAccess } = flow.local.cloud
        const before = { ...httpAccess }
        Object.assign(httpAccess, { headerSpelling, textBodies })
        try {
          const user = await flow.newUser().preSigned()
          expect(await forge(user, { kind: 'wrongKey' })).toMatchObject([{ status: 401 }])
          await expectTrueOneTaken(user)
        } finally {
          Object.assign(httpAccess, before)
        }
      },
    )
  },
)

itHasToldNoSecret(() => flow)

const FAIL = (message: string) => JSON.stringify({ code: 'FAIL', message })

/** One notification of a signing that did not happen, spoilt. */
async function forge(user: FlowUser, fault: NotificationFault): Promise<Delivered[]> {
  const { attempts } = await flow.control.forgeNotification({ out_contract_code: user.code, fault })
  return attempts.map(({ status = 0, answer = '' }) => ({ status, body: answer }))
}

async function statusesOf(user: FlowUser): Promise<(number | undefined)[]> {
  const all = await flow.control.notifications({ out_contract_code: user.code })
  return all.flatMap(({ attempts }) => attempts.map(({ status }) => status))
}

async function expectNoTrace(act: () => Promise<void>): Promise<void> {
  const before = flow.everything()
  await act()
  expect(flow.everything()).toEqual(before)
}

async function expectTrueOneTaken(user: FlowUser): Promise<void> {
  await user.sign()
  expect(user.contract.state).toBe('SIGNED')
  expect(user.notifications).toMatchObject([{ outcome: 'applied' }])
  expect(user.outbox).toEqual([`${user.code}:SIGNED`])
}
