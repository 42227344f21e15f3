// The other side's half, for tests of the client: keys, signed answers and notifications, and a small HTTP peer.
// Written apart from the client, so that a shared mistake cannot cancel out.
import { createCipheriv, createSign, randomBytes, type KeyObject } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { keptPair } from './keptPairs'

export const merchant = keptPair()
export const wechatPay = keptPair()
export const stranger = keptPair()
export const MERCHANT_SERIAL = '1DDE55AD98ED71D6EDD4A4A16996DE7B47773A8C'
export const PUBLIC_KEY_ID = 'PUB_KEY_ID_0114232134912410000000000000'
export const API_V3_KEY = '0123456789abcdefghijklmnopqrstuv'

export interface SigningOptions {
  key?: KeyObject
  serial?: string
  timestampSec?: number
  nonce?: string
}

/** Headers that prove `body` to be WeChat Pay's. */
export function signedHeaders(body: Buffer | string, options: SigningOptions = {}): Record<string, string> {
  const timestamp = String(options.timestampSec ?? Math.floor(Date.now() / 1000))
  const nonce = options.nonce ?? randomBytes(12).toString('hex')
  const signer = createSign('RSA-SHA256')
  for (const part of [timestamp, '\n', nonce, '\n', body, '\n']) signer.update(part)
  return {
    'wechatpay-timestamp': timestamp,
    'wechatpay-nonce': nonce,
    'wechatpay-serial': options.serial ?? PUBLIC_KEY_ID,
    'wechatpay-signature': signer.sign(options.key ?? wechatPay.privateKey, 'base64'),
    'wechatpay-signature-type': 'WECHATPAY2-SHA256-RSA2048',
  }
}

/** A resource as WeChat Pay encrypts it. */
export function seal(plaintext: Buffer | string, apiV3Key = API_V3_KEY, associated_data = 'contract') {
  const nonce = randomBytes(6).toString('hex')
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce))
  cipher.setAAD(Buffer.from(associated_data))
  const ciphertext = Buffer.concat([cipher.update(plaintext), cipher.final(), cipher.getAuthTag()]).toString('base64')
  return { algorithm: 'AEAD_AES_256_GCM', nonce, associated_data, ciphertext }
}

export interface Received {
  method: string
  url: string
  headers: IncomingMessage['headers']
  body: string
}

export interface Peer {
  url: string
  /** Every request so far, in order. */
  received: Received[]
  close(): Promise<void>
}

export type Answer = (request: Received, response: ServerResponse, count: number) => void

/** An HTTP server on a free loopback port. */
export async function startPeer(answer: Answer): Promise<Peer> {
  const received: Received[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      received.push({ method, url, headers, body: Buffer.concat(chunks).toString('utf8') })
      answer(received[received.length - 1] as Received, response, received.length)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    close: () => closeServer(server),
  }
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}

/** Answers with JSON (or with text as it is), signed. */
export function reply(response: ServerResponse, status: number, body: unknown, options: SigningOptions = {}): void {
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  response.writeHead(status, {
    'content-type': 'application/json',
    'request-id': 'REQ-1',
    ...signedHeaders(text, options),
  })
  response.end(text)
}
