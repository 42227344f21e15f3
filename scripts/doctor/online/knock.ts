// The notify address, as a stranger finds it: an unsigned notification, which contractNotify alone refuses in our words.
import { request } from 'node:https'
import type { IncomingMessage } from 'node:http'
import { text } from 'node:stream/consumers'
import { HttpsProxyAgent } from 'https-proxy-agent'
import * as v from 'valibot'
import type { NotifySeen } from './world'

interface Way {
  /** As `https_proxy` names it. */
  proxyUrl?: string | undefined
  /** PEM of the authority to trust in place of the usual ones. */
  ca?: string | undefined
}

interface Answer {
  status: number
  location: string
  body: string
}

const TIMEOUT_MS = 10_000

export async function knock(address: string, way: Way): Promise<NotifySeen> {
  try {
    return judge(await post(address, way))
  } catch (error) {
    const { code, message } = Object(error) as { code?: string; message?: string }
    return { kind: 'unreachable', detail: code ?? message ?? 'no answer' }
  }
}

function post(address: string, { proxyUrl, ca }: Way): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(TIMEOUT_MS),
      ...(ca !== undefined && { ca }),
      ...(proxyUrl !== undefined && { agent: new HttpsProxyAgent(proxyUrl) }),
    }
    const call = request(address, options, (response) => {
      read(response).then(resolve, reject)
    })
    call.on('proxyConnect', ({ statusCode }: { statusCode: number }) => {
      // Else the word of the proxy would pass for one of the address.
      if (statusCode !== 200) call.destroy(new Error(`the proxy answers ${statusCode}`))
    })
    call.on('error', reject).end('{}')
  })
}

const read = async (response: IncomingMessage): Promise<Answer> => ({
  status: response.statusCode ?? 0,
  location: response.headers.location ?? '',
  body: await text(response),
})

const ourSchema = v.pipe(v.string(), v.parseJson(), v.object({ code: v.literal('FAIL'), message: v.string() }))

function judge({ status, location, body }: Answer): NotifySeen {
  const ours = v.safeParse(ourSchema, body)
  if (ours.success && status === 401) return { kind: 'ours' }
  const detail = `HTTP ${status}${ours.success ? `, ${ours.output.message}` : ''}`
  if (status >= 300 && status < 400) return { kind: 'redirect', detail: `${detail} to ${location.slice(0, 200)}` }
  if (status >= 500) return { kind: 'notReady', detail }
  if (status === 401 || status === 403) return { kind: 'denied', detail }
  if (status === 404) return { kind: 'notFound', detail }
  return { kind: 'foreign', detail }
}
