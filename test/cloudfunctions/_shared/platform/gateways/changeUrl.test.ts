// A change told over real HTTP, to a receiver that checks it with the library receivers use.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { createChangeUrl } from '../../../../../cloudfunctions/_shared/platform/gateways/changeUrl'
import { isPrivateAddress } from '../../../../../cloudfunctions/_shared/platform/privateAddresses'
import type { Change } from '../../../../../cloudfunctions/_shared/upkeep/ports'

const SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`
const CHANGE: Change = {
  id: 'CODE1:PAID',
  code: 'CODE1',
  state: 'PAID',
  revision: 1,
  createdAtMs: Date.UTC(2026, 10, 21),
  order: { out_trade_no: 'CODE1', total: 350 },
}

type Handler = (body: string, request: IncomingMessage, response: ServerResponse) => void
let server: Server
let handle: Handler
let url: string
beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = []
    request.on('data', (part: Buffer) => parts.push(part))
    request.on('end', () => handle(Buffer.concat(parts).toString(), request, response))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/changes`
})
afterAll(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

const tell = async (at = url, withinMs = 5000, mayBeLocal = true) =>
  createChangeUrl({ url: at, secret: SECRET, mayBeLocal }, Date.now).tell(CHANGE, withinMs)

it('comes signed, and verifies with the library of Standard Webhooks', async () => {
  let verified: unknown
  handle = (body, request, response) => {
    verified = new Webhook(SECRET).verify(body, request.headers as Record<string, string>)
    expect(request.headers).toMatchObject({ 'webhook-id': CHANGE.id, 'content-type': 'application/json' })
    response.writeHead(204).end()
  }
  await tell()
  expect(verified).toEqual({ type: 'order.paid', timestamp: '2026-11-21T00:00:00.000Z', data: CHANGE })
})

it.each<[string, number, Record<string, string>, string]>([
  ['an error', 500, {}, 'HTTP 500'],
  ['a redirect', 301, { location: 'https://example.com/' }, 'redirects are not followed'],
  ['not found', 404, {}, 'HTTP 404'],
  ['a page for people', 200, { 'content-type': 'text/html; charset=utf-8' }, 'web page'],
  ['one in XHTML', 200, { 'content-type': 'application/xhtml+xml' }, 'web page'],
])('%s is no yes', async (_, status, headers, message) => {
  handle = (_body, _request, response) => void response.writeHead(status, headers).end('hello')
  await expect(tell()).rejects.toThrow(message)
})

it('204 is a yes whatever type it names: it has no body that could be a page', async () => {
  handle = (_body, _request, response) => void response.writeHead(204, { 'content-type': 'text/html' }).end()
  await tell()
})

it('a 200 with a body is a yes, however long the body is', async () => {
  handle = (_body, _request, response) =>
    void response.writeHead(200, { 'content-type': 'application/json' }).write('{')
  await tell()
})

it('no answer is waited for no longer than there is time', async () => {
  handle = () => undefined
  await expect(tell(url, 50)).rejects.toThrow('no answer in time')
})

it('a connection that is cut, and a port where nobody listens, are told by their code', async () => {
  handle = (_body, request) => void request.socket.destroy()
  await expect(tell()).rejects.toThrow('no answer: ECONNRESET')
  await expect(tell('http://127.0.0.1:1/')).rejects.toThrow('no answer: ECONNREFUSED')
})

it('101 is no yes, and ends at once: whoever answers it speaks another protocol', async () => {
  handle = (_body, { socket }) => {
    socket.end('HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n')
  }
  await expect(tell()).rejects.toThrow('no answer: the connection was closed')
})

it('a name that leads into a private network is not called', async () => {
  const seen: string[] = []
  handle = (body, _request, response) => {
    seen.push(body)
    response.writeHead(204).end()
  }
  await expect(tell(url.replace('127.0.0.1', 'localhost'), 5000, false)).rejects.toThrow('private one')
  await expect(tell(url, 5000, false)).rejects.toThrow('private')
  await expect(tell('http://[::1]:1/', 5000, false)).rejects.toThrow('private')
  expect(seen).toEqual([])
})

it.each(['127.0.0.1', '10.1.2.3', '172.31.0.1', '192.168.1.1', '169.254.169.254', '100.64.0.1', '0.0.0.0', '::1', '::', 'fd00::1', 'fe80::1', '::ffff:10.0.0.1',
  '198.18.0.1', '192.0.0.8', '::10.0.0.1', '2002:a00:1::', 'fec0::1', '64:ff9b::10.0.0.1', '64:ff9b::7f00:1', '64:ff9b:1::1'])(
  '%s is private', (address) => expect(isPrivateAddress(address)).toBe(true)) // prettier-ignore

it.each(['8.8.8.8', '172.32.0.1', '101.226.233.128', '2400:3200::1', '64:ff9b::8.8.8.8'])('%s is not', (address) => {
  expect(isPrivateAddress(address)).toBe(false)
})
