// Runs in a process of its own: answers every POST with one signed answer, signed once, so that what is measured is the
// caller and not this end.
import { createPrivateKey } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { notifyHeaders, PRE_SIGN_REPLY } from './party'

export function startPeer(privateKeyPem: string): void {
  const body = Buffer.from(JSON.stringify(PRE_SIGN_REPLY))
  const headers = Object.entries(notifyHeaders(body, createPrivateKey(privateKeyPem))).filter(([name]) =>
    /^(wechatpay-|content-|request-id)/.test(name),
  )
  const server = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(200, Object.fromEntries(headers)).end(body))
  })
  server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port))
  process.once('disconnect', () => process.exit())
}
