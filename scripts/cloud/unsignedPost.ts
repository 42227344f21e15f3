// A request as a stranger would send it: no login, no signature, an empty object.
import { request } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { HttpsProxyAgent } from 'https-proxy-agent'

export interface PlainAnswer {
  status: number
  contentType: string
  /** Where a redirect leads. */
  location: string
  body: string
}

/** Rejects where nobody answered. */
export type Post = (url: string) => Promise<PlainAnswer>

export interface Way {
  /** As `https_proxy` names it. */
  proxyUrl?: string | undefined
  /** PEM of the authority to trust in place of the usual ones. */
  ca?: string | undefined
  /** Ends it before its answer. */
  signal?: AbortSignal | undefined
}

/** A function that has not run for a while takes some seconds to start. */
const PATIENCE_MS = 20_000

export const unsignedPost =
  ({ proxyUrl, ca, signal }: Way): Post =>
  (url) =>
    new Promise((resolve, reject) => {
      const options = {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        signal: AbortSignal.any([AbortSignal.timeout(PATIENCE_MS), ...(signal ? [signal] : [])]),
        ...(ca !== undefined && { ca }),
        ...(proxyUrl !== undefined && { agent: new HttpsProxyAgent(proxyUrl) }),
      }
      const call = request(url, options, (response) => {
        read(response).then(resolve, reject)
      })
      call.on('proxyConnect', ({ statusCode }: { statusCode: number }) => {
        // Else the word of the proxy would pass for one of the address.
        if (statusCode !== 200) call.destroy(new Error(`the proxy answers ${statusCode}`))
      })
      call.on('error', reject).end('{}')
    })

const read = async (response: IncomingMessage): Promise<PlainAnswer> => ({
  status: response.statusCode ?? 0,
  contentType: response.headers['content-type'] ?? '',
  location: response.headers.location ?? '',
  body: await text(response),
})
