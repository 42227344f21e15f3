// COS, as far as uploading a function's code goes: one object, whole or in parts.
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Account } from './account'

/** Parts of an upload that is not complete, by upload id. */
const PARTS = new WeakMap<Account, Map<string, Map<number, Buffer>>>()

export function answerCos(account: Account, request: IncomingMessage, body: Buffer, response: ServerResponse): void {
  const url = new URL(request.url ?? '/', 'https://cos.local')
  const name = decodeURIComponent(url.pathname)
  const open = PARTS.get(account) ?? new Map<string, Map<number, Buffer>>()
  PARTS.set(account, open)
  const xml = (root: string, inside: string) =>
    response
      .writeHead(200, { 'content-type': 'application/xml', etag: '"1"' })
      .end(`<?xml version="1.0"?><${root}>${inside}</${root}>`)
  const id = url.searchParams.get('uploadId')
  if (request.method === 'GET' && url.searchParams.has('uploads'))
    return void xml('ListMultipartUploadsResult', '<IsTruncated>false</IsTruncated>')
  if (request.method === 'POST' && url.searchParams.has('uploads')) {
    const fresh = String(open.size + 1)
    open.set(fresh, new Map())
    return void xml(
      'InitiateMultipartUploadResult',
      `<Bucket>b</Bucket><Key>${name.slice(1)}</Key><UploadId>${fresh}</UploadId>`,
    )
  }
  const parts = id === null ? undefined : open.get(id)
  if (request.method === 'PUT') {
    if (parts) parts.set(Number(url.searchParams.get('partNumber')), body)
    else account.uploads.set(name, body)
    response.writeHead(200, { etag: '"1"' }).end()
    return
  }
  if (request.method === 'POST' && parts) {
    const sorted = [...parts].sort(([one], [other]) => one - other).map(([, bytes]) => bytes)
    account.uploads.set(name, Buffer.concat(sorted))
    return void xml(
      'CompleteMultipartUploadResult',
      `<Location>x</Location><Bucket>b</Bucket><Key>${name.slice(1)}</Key><ETag>"1"</ETag>`,
    )
  }
  response.writeHead(404).end()
}
