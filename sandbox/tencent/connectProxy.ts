// An HTTP proxy on loopback that ends TLS itself: a program that is told of it, and trusts its authority, reaches nobody else.
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { TLSSocket } from 'node:tls'
import type { CertificateAuthority } from './certificateAuthority'

type HostListener = (host: string, request: IncomingMessage, response: ServerResponse) => void

interface ConnectProxy {
  url: string
  close(): Promise<void>
}

/** @param isOpen whether a host is let through at all; others are refused as a proxy refuses them */
export async function startConnectProxy(
  authority: CertificateAuthority,
  isOpen: (host: string) => boolean,
  listener: HostListener,
): Promise<ConnectProxy> {
  const hosts = new WeakMap<object, string>()
  const inner = createServer(((request, response) => {
    listener(hosts.get(request.socket) ?? '', request, response)
  }) satisfies RequestListener)
  const proxy = createServer((request, response) =>
    response.writeHead(501).end(`${request.method ?? ''}: expected CONNECT`),
  )
  const sockets = new Set<TLSSocket>()
  proxy.on('connect', (request: IncomingMessage, socket) => {
    const [host = ''] = (request.url ?? '').split(':')
    socket.on('error', () => socket.destroy())
    if (!isOpen(host)) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    void authority.contextFor(host).then((secureContext) => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
      const secure = new TLSSocket(socket, { isServer: true, secureContext })
      secure.on('error', () => secure.destroy())
      secure.on('close', () => sockets.delete(secure))
      sockets.add(secure)
      hosts.set(secure, host)
      inner.emit('connection', secure)
    })
  })
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close: () => {
      for (const socket of sockets) socket.destroy()
      inner.close()
      return new Promise((resolve) => proxy.close(() => resolve()))
    },
  }
}
