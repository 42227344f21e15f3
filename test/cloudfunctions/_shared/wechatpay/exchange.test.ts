// What is known of a request that got no answer: whether anything of it can have been sent.
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net'
import { createServer as createTlsServer } from 'node:https'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { exchange, type WireRequest } from '../../../../cloudfunctions/_shared/wechatpay/exchange'
import { connectTo, type HostConnection } from '../../../../cloudfunctions/_shared/wechatpay/hostConnection'
import { makeCertificate } from '../../../support/certificates'
import { startPeer, type Answer, type Peer } from '../../../support/wechatPayPeer'

const request = (more: Partial<WireRequest> = {}): WireRequest => ({
  method: 'POST',
  target: '/v3/x',
  headers: { 'content-length': '2' },
  body: '{}',
  timeoutMs: 5_000,
  connectTimeoutMs: 5_000,
  signal: undefined,
  ...more,
})

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  await Promise.all(closing.splice(0).map((close) => close()))
})

async function peer(answer: Answer): Promise<Peer> {
  const started = await startPeer(answer)
  closing.push(() => started.close())
  return started
}

/** A TCP server that does with a connection as told, and keeps what it was sent. */
async function tcp(onConnection: (socket: Socket) => void) {
  const sockets: Socket[] = []
  const heard: Buffer[] = []
  const server = createTcpServer((socket) => {
    sockets.push(socket)
    socket.on('data', (bytes) => heard.push(bytes)).on('error', () => undefined)
    onConnection(socket)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  closing.push(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })
  return { port: (server.address() as AddressInfo).port, heard }
}

const errorOf = async (connection: HostConnection, more: Partial<WireRequest> = {}): Promise<unknown> =>
  exchange(request(more), connection).then(
    () => 'no error',
    (error: unknown) => error,
  )

describe('nothing was sent', () => {
  it('when the name is not resolved in time', async () => {
    const connection = connectTo('http://localhost:1', Date.now)
    const options = { ...connection.options, lookup: () => undefined }
    expect(await errorOf({ ...connection, options }, { connectTimeoutMs: 40 })).toMatchObject({
      phase: 'timeout',
      timeoutMs: 40,
      isSent: false,
    })
  })

  it('when TLS is not answered in time', async () => {
    const { port, heard } = await tcp(() => undefined)
    const error = await errorOf(connectTo(`https://127.0.0.1:${port}`, Date.now), { connectTimeoutMs: 150 })
    expect(error).toMatchObject({ phase: 'timeout', isSent: false })
    expect(Buffer.concat(heard).toString('latin1')).not.toContain('POST')
  })

  it('when the whole time is up before TLS is answered', async () => {
    const { port } = await tcp(() => undefined)
    const error = await errorOf(connectTo(`https://127.0.0.1:${port}`, Date.now), { timeoutMs: 150 })
    expect(error).toMatchObject({ phase: 'timeout', isSent: false })
  })

  it('when the other side hangs up during TLS', async () => {
    const { port } = await tcp((socket) => socket.once('data', () => socket.resetAndDestroy()))
    expect(await errorOf(connectTo(`https://127.0.0.1:${port}`, Date.now))).toMatchObject({
      phase: 'connection',
      networkCode: 'ECONNRESET',
      isSent: false,
    })
  })

  it('when its certificate is not to be trusted', async () => {
    const { pem, privateKey } = await makeCertificate()
    let requests = 0
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' })
    const server = createTlsServer({ key, cert: pem }, () => (requests += 1))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise((resolve) => server.close(resolve)))
    const { port } = server.address() as AddressInfo
    const error = await errorOf(connectTo(`https://127.0.0.1:${port}`, Date.now))
    expect(error).toMatchObject({ phase: 'connection', isSent: false })
    expect((error as Error).message).toContain('nothing was sent')
    expect(requests).toBe(0)
  })

  it('when nobody listens', async () => {
    const gone = await startPeer(() => undefined)
    await gone.close()
    expect(await errorOf(connectTo(gone.url, Date.now))).toMatchObject({ networkCode: 'ECONNREFUSED', isSent: false })
  })

  it('when the caller changes its mind before it is let in', async () => {
    const { port } = await tcp(() => controller.abort())
    const controller = new AbortController()
    const connection = connectTo(`https://127.0.0.1:${port}`, Date.now)
    expect(await errorOf(connection, { signal: controller.signal })).toMatchObject({ phase: 'aborted', isSent: false })
    expect(await errorOf(connection, { signal: controller.signal })).toMatchObject({ phase: 'aborted', isSent: false })
  })
})

describe('something may have been sent', () => {
  it.each<[string, Answer, Partial<WireRequest>, object]>([
    ['and the answer does not come in time', () => undefined, { timeoutMs: 60 }, { phase: 'timeout' }],
    ['and the connection breaks', (_, response) => void response.destroy(), {}, { phase: 'connection' }],
    [
      'and the answer is cut short',
      (_, response) => void response.writeHead(200, { 'content-length': '9' }).write('{}', () => response.destroy()),
      {},
      { phase: 'connection' },
    ],
  ])('%s', async (_, answer, more, error) => {
    const { url } = await peer(answer)
    expect(await errorOf(connectTo(url, Date.now), more)).toMatchObject({ ...error, isSent: true })
  })

  it('on a socket that was connected before, from the start', async () => {
    const { url } = await peer((_, response, count) => {
      if (count === 1) response.end('{}')
      else response.destroy()
    })
    const connection = connectTo(url, Date.now)
    await exchange(request(), connection)
    expect(await errorOf(connection)).toMatchObject({ phase: 'connection', isSent: true })
  })
})

describe('a socket', () => {
  it('is used again at once, and not after 4 s: WeChat Pay closes it after 8', async () => {
    const ports: (number | undefined)[] = []
    const { url } = await peer((_, response) => {
      ports.push(response.socket?.remotePort)
      response.end('{}')
    })
    let nowMs = 0
    const connection = connectTo(url, () => nowMs)
    await exchange(request(), connection)
    nowMs = 3_999
    await exchange(request(), connection)
    nowMs += 4_000
    await exchange(request(), connection)
    expect(ports[1]).toBe(ports[0])
    expect(ports[2]).not.toBe(ports[1])
  })
})

describe('a compressed answer', () => {
  const answered = async (body: Buffer, encoding: string) => {
    const { url } = await peer(
      (_, response) => void response.writeHead(200, { 'content-encoding': encoding }).end(body),
    )
    return exchange(request(), connectTo(url, Date.now)).catch((error: unknown) => error)
  }
  const text = Buffer.from('{"note":"中"}')

  it.each([
    ['gzip', gzipSync(text)],
    ['GZip', gzipSync(text)],
    ['x-gzip', gzipSync(text)],
    ['deflate', deflateSync(text)],
    ['br', brotliCompressSync(text)],
    ['identity', text],
  ])('is unfolded: %s', async (encoding, body) => {
    expect(await answered(body, encoding)).toMatchObject({ status: 200, body: text })
  })

  it.each([
    ['cut short', gzipSync(text).subarray(0, 15), 'gzip', { phase: 'connection', networkCode: 'Z_BUF_ERROR' }],
    ['not what it says', text, 'gzip', { phase: 'connection', networkCode: 'Z_DATA_ERROR' }],
    ['of a kind not asked for', text, 'zstd', { phase: 'connection', networkCode: 'ERR_CONTENT_ENCODING' }],
    ['named like a member of every object', text, 'constructor', { networkCode: 'ERR_CONTENT_ENCODING' }],
    ['a bomb', gzipSync(Buffer.alloc(2_000_000)), 'gzip', { phase: 'tooLarge' }],
  ])('that is %s is no answer', async (_, body, encoding, error) => {
    expect(await answered(body, encoding)).toMatchObject({ name: 'WechatPayTransportError', isSent: true, ...error })
  })
})
