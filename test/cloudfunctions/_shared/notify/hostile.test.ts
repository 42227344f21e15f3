// Found by looking for ways around: each of these once went the wrong way.
import { aContract, COMBINE, NOW, SESSION, wireContract } from '../../../support/builders'
import { notifyBody, notifyEvent } from '../../../support/buildersNotify'
import { fakeNotify, type FakeNotify } from '../../../support/fakeNotify'

const contract = aContract({ state: 'PRESIGNED', session: SESSION }, COMBINE)
const signed = wireContract(contract, 'SIGNED')
let notify: FakeNotify
let store: FakeNotify['store']
beforeEach(() => {
  notify = fakeNotify()
  store = notify.store
  store.seed('contracts', contract)
})
const post = async (body: string) => notify.post(notifyEvent(body, { timestampSec: NOW / 1000 }))
const state = async () => (await store.read('contracts', contract._id))?.state

describe('a notification that is signed and still not what it seems', () => {
  it('does not stand in for its own decryption with keys of its envelope', async () => {
    const base = {
      id: 'EV-1',
      event_type: 'ECOMMERCE_ENTRUST.SIGN',
      resource: { algorithm: 'x', nonce: 'x', ciphertext: 'x' },
    }
    const { statusCode } = await post(
      JSON.stringify({ ...base, ok: true, event: { envelope: base, plaintext: signed } }),
    )
    expect([statusCode, await state()]).toEqual([400, 'PRESIGNED'])
  })

  it.each([true, false])('is taken when the envelope gains a key "ok": %p', async (ok) => {
    const envelope = JSON.parse(notifyBody({ plaintext: signed })) as object
    expect((await post(JSON.stringify({ ...envelope, ok }))).statusCode).toBe(204)
    expect(await state()).toBe('SIGNED')
  })

  it('is set aside when it is mapped to "signed" and tells an end', async () => {
    const contract_terminate_info = {
      contract_termination_mode: 'USER_TERMINATE',
      contract_terminated_time: '2026-11-21T11:00:00+08:00',
    }
    const answer = await post(
      notifyBody({ plaintext: { ...signed, contract_state: undefined, contract_terminate_info } }),
    )
    expect([answer.statusCode, await state()]).toEqual([204, 'PRESIGNED'])
  })

  it('keeps the time of signing when a termination tells an unreadable one', async () => {
    store.seed('contracts', { ...contract, state: 'SIGNED', signedAtMs: NOW - 5000 })
    const plaintext = { ...wireContract(contract, 'TERMINATED'), contract_signed_time: '20261121100500' }
    await post(notifyBody({ event_type: 'ECOMMERCE_ENTRUST.TERMINATE', plaintext }))
    expect(await store.read('contracts', contract._id)).toMatchObject({ state: 'TERMINATED', signedAtMs: NOW - 5000 })
  })
})

it('an event of nonsense is answered, not thrown', async () => {
  const event: unknown = JSON.parse('{"httpMethod":"POST","headers":{"x":{"toString":1,"valueOf":1}},"body":""}')
  expect((await notify.post(event)).statusCode).toBeGreaterThanOrEqual(400)
})
