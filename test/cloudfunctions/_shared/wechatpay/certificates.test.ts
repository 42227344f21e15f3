import type { KeyObject } from 'node:crypto'
import { clientFor } from '../../../support/clients'
import { makeCertificate, type TestCertificate } from '../../../support/certificates'
import { API_V3_KEY, reply, seal, startPeer, stranger, type Answer, type Peer } from '../../../support/wechatPayPeer'

const SERIAL = '5157F09EFDC096DE15EBE81A47057A7232F1B8E1'
let current: TestCertificate
let next: TestCertificate
beforeAll(async () => {
  current = await makeCertificate(SERIAL)
  next = await makeCertificate('4A6C1D2E3F405162738495A6B7C8D9E0F1A2B3C4')
})

const entry = (certificate: TestCertificate, key = API_V3_KEY) => ({
  serial_no: certificate.serial,
  effective_time: '2026-01-01T00:00:00+08:00',
  expire_time: '2031-01-01T00:00:00+08:00',
  encrypt_certificate: seal(certificate.pem, key, 'certificate'),
})

const signedBy = (certificate: { serial: string; privateKey: KeyObject }) => ({
  serial: certificate.serial,
  key: certificate.privateKey,
})

let peer: Peer | undefined
afterEach(async () => peer?.close())

/** A client that trusts nothing yet, on a clock of its own. */
async function withoutKeys(answer: Answer, apiV3Keys = [API_V3_KEY]) {
  peer = await startPeer(answer)
  const clock = { nowMs: Date.now() }
  const { wxpay } = clientFor([peer.url], {
    publicKey: undefined as never,
    apiV3Keys,
    runtime: { nowMs: () => clock.nowMs },
  })
  return { wxpay, clock, received: peer.received }
}

const list: Answer = (_, response) => reply(response, 200, { data: [entry(current), entry(next)] }, signedBy(current))

describe('platform certificates', () => {
  it('are downloaded, opened, verified and then trusted', async () => {
    const { wxpay } = await withoutKeys((request, response) =>
      request.url === '/v3/certificates'
        ? list(request, response, 1)
        : reply(response, 200, { echo_message: 'hi' }, signedBy(next)),
    )
    await expect(wxpay.v3.security.echo({ echo_message: 'hi' })).rejects.toMatchObject({ reason: 'SERIAL_UNKNOWN' })
    expect(await wxpay.certificates.refresh()).toEqual([current.serial, next.serial])
    await expect(wxpay.v3.security.echo({ echo_message: 'hi' })).resolves.toMatchObject({
      data: { echo_message: 'hi' },
    })
  })

  it('are never downloaded because a message names an unknown serial', async () => {
    const { wxpay, received } = await withoutKeys((_, response) => reply(response, 200, {}, { serial: 'AB12' }))
    for (let i = 0; i < 5; i++) await wxpay.v3.security.echo({ echo_message: 'hi' }).catch(() => undefined)
    expect(received.map(({ url }) => url)).toEqual(Array(5).fill('/v3/security/echo'))
  })

  it('share one download among callers at once', async () => {
    const { wxpay, received } = await withoutKeys(list)
    const answers = await Promise.all(Array.from({ length: 20 }, async () => wxpay.certificates.refresh()))
    expect(new Set(answers.map(String)).size).toBe(1)
    expect(received).toHaveLength(1)
  })

  it('are asked for once a minute at most, also after a failure', async () => {
    const { wxpay, clock, received } = await withoutKeys((request, response, count) =>
      count === 1 ? reply(response, 404, {}, { serial: 'AB12' }) : list(request, response, count),
    )
    await expect(wxpay.certificates.refresh()).rejects.toMatchObject({ reason: 'SERIAL_UNKNOWN' })
    clock.nowMs += 59_999
    await expect(wxpay.certificates.refresh()).rejects.toMatchObject({ reason: 'SERIAL_UNKNOWN' })
    await expect(wxpay.certificates.refreshIfOlderThan(0)).rejects.toMatchObject({ reason: 'SERIAL_UNKNOWN' })
    expect(received).toHaveLength(1)
    clock.nowMs += 1
    expect(await wxpay.certificates.refresh()).toHaveLength(2)
    expect(await wxpay.certificates.refresh()).toHaveLength(2)
    expect(received).toHaveLength(2)
  })

  it('that a merchant has none of: the answer is told, as not verified, with the cure', async () => {
    const { wxpay } = await withoutKeys((_, response) =>
      reply(response, 404, { code: 'RESOURCE_NOT_EXISTS', message: '无可用的平台证书' }),
    )
    await expect(wxpay.certificates.refresh()).rejects.toMatchObject({
      reason: 'SERIAL_UNKNOWN',
      unverified: { httpStatus: 404, apiCode: 'RESOURCE_NOT_EXISTS' },
      message: expect.stringMatching(
        /404 RESOURCE_NOT_EXISTS, not verified: .*use the WeChat Pay public key/,
      ) as string,
    })
  })

  it('are refreshed when older than asked for', async () => {
    const { wxpay, clock, received } = await withoutKeys(list)
    await wxpay.certificates.refreshIfOlderThan(3_600_000)
    clock.nowMs += 3_600_000
    await wxpay.certificates.refreshIfOlderThan(3_600_000)
    expect(received).toHaveLength(1)
    clock.nowMs += 1
    await wxpay.certificates.refreshIfOlderThan(3_600_000).catch(() => undefined)
    expect(received).toHaveLength(2)
  })

  it.each([NaN, -1, undefined as never])('are not refreshed by an age of %p', async (age) => {
    const { wxpay, received } = await withoutKeys(list)
    await expect(wxpay.certificates.refreshIfOlderThan(age)).rejects.toMatchObject({ field: 'ageMs' })
    expect(received).toEqual([])
  })

  it.each<[string, Answer, object]>([
    [
      'signed by a stranger',
      (_, response) => reply(response, 200, { data: [entry(current)] }, { serial: SERIAL, key: stranger.privateKey }),
      { reason: 'SIGNATURE_MISMATCH' },
    ],
    [
      'signed by a certificate that is not in it',
      (_, response) => reply(response, 200, { data: [entry(current)] }, signedBy(next)),
      { reason: 'SERIAL_UNKNOWN' },
    ],
    [
      'unsigned',
      (_, response) => void response.end(JSON.stringify({ data: [entry(current)] })),
      { reason: 'HEADER_MISSING' },
    ],
    [
      'filed under another serial',
      (_, response) =>
        reply(response, 200, { data: [{ ...entry(current), serial_no: next.serial }] }, signedBy(current)),
      { reason: 'CERTIFICATE_MALFORMED' },
    ],
    [
      'without entries',
      (_, response) => reply(response, 200, {}, signedBy(current)),
      { reason: 'CERTIFICATE_MALFORMED' },
    ],
    [
      'with an entry that is empty',
      (_, response) => reply(response, 200, { data: [{}] }, signedBy(current)),
      { reason: 'CERTIFICATE_MALFORMED' },
    ],
    [
      'with an entry that is no certificate',
      (_, response) =>
        reply(response, 200, { data: [{ ...entry(current), encrypt_certificate: seal('pem') }] }, signedBy(current)),
      { reason: 'CERTIFICATE_MALFORMED' },
    ],
    [
      'with associated_data that is an object',
      (_, response) => {
        const encrypt_certificate = { ...seal(current.pem), associated_data: { length: 5 } }
        reply(response, 200, { data: [{ ...entry(current), encrypt_certificate }] }, signedBy(current))
      },
      { reason: 'CERTIFICATE_MALFORMED' },
    ],
    [
      'sealed with another APIv3 key',
      (_, response) => reply(response, 200, { data: [entry(current, 'x'.repeat(32))] }, signedBy(current)),
      { name: 'ConfigError' },
    ],
  ])('%s are not trusted', async (_, answer, error) => {
    const { wxpay, clock } = await withoutKeys(answer)
    await expect(wxpay.certificates.refresh()).rejects.toMatchObject(error)
    clock.nowMs += 1
    expect(await wxpay.certificates.refreshIfOlderThan(Infinity)).toEqual([])
  })

  it('need an APIv3 key, and nothing is asked without one', async () => {
    peer = await startPeer(list)
    await expect(clientFor([peer.url]).wxpay.certificates.refresh()).rejects.toMatchObject({
      problems: [{ name: 'apiV3Keys' }],
    })
    expect(peer.received).toEqual([])
  })
})
