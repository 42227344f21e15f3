// What is told of a recorded message: who signed it, whether that holds, and what is sealed in it.
import { openNotification, proofOfMessage, proofOfRequest } from '../../../sandbox/wechatpay/proof'
import { COMBINE, newCode, NORMAL, normalBody, preSigned, startFixture, type Fixture } from './fixture'

let fixture: Fixture
beforeAll(async () => (fixture = await startFixture()))
afterAll(() => fixture.close())
afterEach(() => fixture.control.clearFaults())

/** The last request, as it was recorded. */
async function lastExchange() {
  const [last] = await fixture.control.requests({ last: 1 })
  const exchange = fixture.recorded.exchange(last?.requestId ?? '')
  if (!exchange) throw new Error('nothing was recorded')
  return exchange
}

describe('a request', () => {
  it('is signed by the merchant over five lines, and holds', async () => {
    const { body } = await preSigned(fixture)
    const exchange = await lastExchange()
    const proof = proofOfRequest(exchange, fixture.keys)
    expect(proof).toMatchObject({ signer: 'merchant', serial: fixture.keys.merchant.serial })
    expect(proof.problem).toBeUndefined()
    expect(proof.base).toBe(['POST', NORMAL, proof.timestamp, proof.nonce, JSON.stringify(body), ''].join('\n'))
    expect(exchange.headers['authorization']).toContain(proof.signature)
  })

  it.each([
    [{ signature: Buffer.alloc(256).toString('base64') }, 'mismatch'],
    [{ serial_no: '1'.repeat(40) }, 'unknownSerial'],
    [{ timestamp: '1000000000' }, 'stale'],
  ])('%j: %s', async (authorization, problem) => {
    await fixture.call({ path: NORMAL, body: normalBody(fixture), authorization })
    expect(proofOfRequest(await lastExchange(), fixture.keys).problem).toBe(problem)
  })

  it('is shown by the control without its Authorization', async () => {
    await fixture.call({ path: COMBINE, body: { out_contract_code: newCode() } })
    const [last] = await fixture.control.requests({ last: 1 })
    expect(Object.keys(last?.headers ?? {})).not.toContain('authorization')
  })
})

describe('an answer', () => {
  it.each([
    [{ kind: 'wrongSignature' }, 'mismatch'],
    [{ kind: 'wrongKey' }, 'mismatch'],
    [{ kind: 'signtest' }, 'probe'],
    [{ kind: 'missingSignatureHeaders' }, 'missing'],
    [{ kind: 'unknownSerial' }, 'unknownSerial'],
    [{ kind: 'staleTimestamp', skewSec: -301 }, 'stale'],
    [{ kind: 'rotatedKey' }, undefined],
    [undefined, undefined],
  ] as const)('with %j: %s', async (fault, problem) => {
    if (fault) await fixture.control.armFault({ fault })
    await preSigned(fixture).catch(() => undefined)
    const { answer, seen } = await lastExchange()
    if (!answer) throw new Error('no answer')
    const proof = proofOfMessage({ ...answer, atMs: seen.atMs }, fixture.keys)
    expect(proof.problem).toBe(problem)
    expect(proof.base).toBe(`${proof.timestamp}\n${proof.nonce}\n${answer.body.toString()}\n`)
  })

  it('that never went out is recorded as none', async () => {
    await fixture.control.armFault({ fault: { kind: 'reset', when: 'before' } })
    await preSigned(fixture).catch(() => undefined)
    expect((await lastExchange()).answer).toBeUndefined()
  })
})

describe('an attempt of a notification', () => {
  /** Of a signed contract. */
  async function attemptWith(fault?: Parameters<Fixture['control']['armNotificationFault']>[0]['fault']) {
    const { code, openid } = await preSigned(fixture)
    if (fault) await fixture.control.armNotificationFault({ fault })
    const left: string[] = []
    fixture.events.once('notificationLeaves', ({ requestId }) => left.push(requestId))
    await fixture.control.sign({ out_contract_code: code, openid })
    await fixture.control.settled()
    const recorded = fixture.recorded.attempt(left[0] ?? '')
    if (!recorded?.attempt) throw new Error('nothing was recorded')
    const { message, attempt } = recorded
    return { code, recorded, message, attempt, proof: proofOfMessage({ ...message, atMs: attempt.atMs }, fixture.keys) }
  }

  it('holds, says what came back, and opens with the APIv3 key alone', async () => {
    const { code, proof, message, attempt, recorded } = await attemptWith()
    expect(proof).toMatchObject({ signer: 'publicKey', serial: fixture.keys.wechatPay.serial })
    expect(proof.problem).toBeUndefined()
    expect(attempt).toMatchObject({ requestId: message.requestId, attempt: 1, outcome: 'accepted' })
    expect(recorded.answerHeaders).toBeDefined()
    const { plaintext = '' } = openNotification(message.body, fixture.keys.apiV3Key)
    expect(JSON.parse(plaintext)).toMatchObject({ out_contract_code: code })
    expect(openNotification(message.body, 'k'.repeat(32)).plaintext).toBeUndefined()
  })

  it.each([
    [{ kind: 'wrongKey' }, 'mismatch'],
    [{ kind: 'signtest' }, 'probe'],
    [{ kind: 'staleTimestamp', skewSec: 301 }, 'stale'],
  ] as const)('with %j: %s', async (fault, problem) => {
    expect((await attemptWith(fault)).proof.problem).toBe(problem)
  })

  it('with a changed body says which one was signed', async () => {
    const { proof, message } = await attemptWith({ kind: 'changedBody' })
    expect(proof.problem).toBe('mismatch')
    expect(message.body.toString()).toContain('"EW-')
    expect(message.signedBody?.toString()).toContain('"EV-')
  })

  it('whose resource is no resource opens to nothing', () => {
    for (const body of ['', 'x', '[]', 'null', '{"resource":7}', '{"resource":{"ciphertext":"AA=="}}']) {
      expect(openNotification(Buffer.from(body), fixture.keys.apiV3Key).plaintext).toBeUndefined()
    }
  })
})
