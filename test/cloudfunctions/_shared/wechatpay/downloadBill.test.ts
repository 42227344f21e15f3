// A day's bill: its address, the file behind it, and that nothing passes for it.
import { createHash, createVerify } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import { downloadBill } from '../../../../cloudfunctions/_shared/wechatpay/downloadBill'
import { clientFor } from '../../../support/clients'
import { merchant, reply, startPeer, type Answer, type Peer } from '../../../support/wechatPayPeer'

const TEXT = `交易时间,公众账号ID,商户号\r\n${'`2026-11-28 09:00:00,`wx1,`1900000109\r\n'.repeat(5000)}`
const sha1 = (text: string) => createHash('sha1').update(text).digest('hex')
const FILE = '/v3/billdownload/file?token=abc%2B1'

let peer: Peer
afterEach(async () => peer.close())

interface Told {
  hash_type: string
  hash_value: string
  download_url: string
}

async function withBill(told: (url: string) => Partial<Told>, file: Parameters<typeof startPeer>[0]) {
  const answer: Answer = (request, response, count) => {
    if (!request.url.startsWith('/v3/bill/')) {
      file(request, response, count)
      return
    }
    const whole = { hash_type: 'SHA1', hash_value: sha1(TEXT), download_url: `${peer.url}${FILE}` }
    reply(response, 200, { ...whole, ...told(peer.url) })
  }
  peer = await startPeer(answer)
  return clientFor([peer.url]).wxpay
}

const packed: Answer = (_, response) => response.end(gzipSync(TEXT))

async function whole(pieces: AsyncIterable<Buffer>): Promise<string> {
  const got: Buffer[] = []
  for await (const piece of pieces) got.push(piece)
  return Buffer.concat(got).toString()
}

describe('a bill', () => {
  test.each([
    ['trade', {}, '/v3/bill/tradebill?bill_date=2026-11-28&tar_type=GZIP'],
    ['fundFlow', {}, '/v3/bill/fundflowbill?bill_date=2026-11-28&tar_type=GZIP'],
    [
      'trade',
      { params: { sub_mchid: '1900000110', bill_type: 'ALL' } },
      '/v3/bill/tradebill?sub_mchid=1900000110&bill_type=ALL&bill_date=2026-11-28&tar_type=GZIP',
    ],
  ] as const)('%s, %j: is asked for, fetched, unpacked', async (kind, config, asked) => {
    const wxpay = await withBill(() => ({}), packed)
    expect(await whole(downloadBill(wxpay, '2026-11-28', kind, config))).toBe(TEXT)
    expect(peer.received.map(({ url }) => url)).toEqual([asked, FILE])
  })

  test('is fetched with a signature over its own address', async () => {
    const wxpay = await withBill(() => ({}), packed)
    await whole(downloadBill(wxpay, '2026-11-28', 'trade'))
    const authorization = String(peer.received[1]?.headers.authorization)
    const part = (name: string) => new RegExp(`${name}="([^"]+)"`).exec(authorization)?.[1] ?? ''
    const signed = createVerify('RSA-SHA256').update(`GET\n${FILE}\n${part('timestamp')}\n${part('nonce_str')}\n\n`)
    expect(signed.verify(merchant.publicKey, part('signature'), 'base64')).toBe(true)
  })

  test.each<[string, () => Partial<Told>, Answer]>([
    ['of another hash', () => ({ hash_value: sha1('another') }), packed],
    ['packed otherwise', () => ({}), (_, response) => response.end(TEXT)],
    ['cut short', () => ({}), (_, response) => response.end(gzipSync(TEXT).subarray(0, 100))],
    ['answered with nothing', () => ({}), (_, response) => response.writeHead(200).end()],
    ['at another host', () => ({ download_url: 'https://files.example.com/v3/billdownload/file' }), packed],
    [
      'at the real host, where this client is a local one',
      () => ({ download_url: `https://api.mch.weixin.qq.com${FILE}` }),
      packed,
    ],
    ['at no address', () => ({ download_url: 'file' }), packed],
    ['under a hash of another kind', () => ({ hash_type: 'MD5' }), packed],
    ['under a hash that is none', () => ({ hash_value: 'abc' }), packed],
  ])('%s: is none', async (_, told, file) => {
    const wxpay = await withBill(told, file)
    await expect(whole(downloadBill(wxpay, '2026-11-28', 'trade'))).rejects.toMatchObject({ reason: 'BILL_ALTERED' })
    // A signed request goes to WeChat Pay alone.
    expect(peer.received.every(({ url }) => url.startsWith('/v3/bill'))).toBe(true)
  })

  test('of an address that is over: WeChat Pay says why', async () => {
    const wxpay = await withBill(
      () => ({}),
      (_, response) => reply(response, 400, { code: 'INVALID_REQUEST', message: 'token expired' }),
    )
    await expect(whole(downloadBill(wxpay, '2026-11-28', 'trade'))).rejects.toMatchObject({
      name: 'WechatPayApiError',
      apiCode: 'INVALID_REQUEST',
    })
  })

  test('whose refusal has no end: no usable answer', async () => {
    const wxpay = await withBill(
      () => ({}),
      (_, response) => {
        response.writeHead(500)
        response.write('x'.repeat(200_000))
      },
    )
    const bill = whole(downloadBill(wxpay, '2026-11-28', 'trade'))
    await expect(bill).rejects.toMatchObject({ name: 'WechatPayTransportError', phase: 'tooLarge' })
  })

  test('that breaks off: no usable answer, and nothing of the request in the error', async () => {
    const wxpay = await withBill(
      () => ({}),
      (_, response) => {
        response.writeHead(200, { 'content-length': 100_000 })
        response.write(gzipSync(TEXT).subarray(0, 100), () => response.destroy())
      },
    )
    const error = await whole(downloadBill(wxpay, '2026-11-28', 'trade')).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject({ name: 'WechatPayTransportError', phase: 'connection' })
    expect(JSON.stringify(error)).not.toContain('WECHATPAY2')
  })

  test.each([
    ['before anything came', undefined],
    ['half way', gzipSync(TEXT).subarray(0, 100)],
  ])('that hangs %s: ends at its limit', async (_, sent) => {
    const wxpay = await withBill(
      () => ({}),
      (_, response) => {
        if (sent) response.write(sent)
      },
    )
    const bill = whole(downloadBill(wxpay, '2026-11-28', 'trade', { timeout: 300 }))
    await expect(bill).rejects.toMatchObject({ name: 'WechatPayTransportError', phase: 'timeout' })
  })

  test('that nobody wants any more: ends', async () => {
    const controller = new AbortController()
    const wxpay = await withBill(
      () => ({}),
      (_, response) => {
        response.write(gzipSync(TEXT).subarray(0, 100))
        controller.abort()
      },
    )
    const bill = whole(downloadBill(wxpay, '2026-11-28', 'trade', { signal: controller.signal }))
    await expect(bill).rejects.toMatchObject({ name: 'WechatPayTransportError', phase: 'aborted' })
  })

  test.each([
    ['2026-02-30', 'trade', {}, 'date'],
    ['20261128', 'trade', {}, 'date'],
    [20261128, 'trade', {}, 'date'],
    ['2026-11-28', 'all', {}, 'kind'],
    ['2026-11-28', 'toString', {}, 'kind'],
    ['2026-11-28', 'trade', { timeout: 0 }, 'config.timeout'],
    ['2026-11-28', 'trade', { responseType: 'stream' }, 'config.responseType'],
  ])('%j, %j, %j: is refused by name, and nobody is asked', async (date, kind, config, field) => {
    const wxpay = await withBill(() => ({}), packed)
    const bill = whole(downloadBill(wxpay, date as never, kind as never, config as never))
    await expect(bill).rejects.toMatchObject({ name: 'InputError', field })
    expect(peer.received).toEqual([])
  })

  test('by something that is no client: is refused', async () => {
    await withBill(() => ({}), packed)
    await expect(whole(downloadBill({} as never, '2026-11-28', 'trade'))).rejects.toMatchObject({ field: 'wxpay' })
  })

  test('is left half way: the connection ends with it', async () => {
    let end: () => void
    const ended = new Promise<void>((resolve) => (end = resolve))
    const wxpay = await withBill(
      () => ({}),
      (_, response) => {
        response.on('close', () => end())
        response.write(gzipSync(TEXT.repeat(3), { level: 0 }))
      },
    )
    for await (const piece of downloadBill(wxpay, '2026-11-28', 'trade')) {
      expect(piece.length).toBeGreaterThan(0)
      break
    }
    await ended
  })
})
