// A change told to the merchant's own server: one POST, signed as Standard Webhooks (https://www.standardwebhooks.com) tells.
import { lookup, type LookupAddress, type LookupOptions } from 'node:dns'
import * as http from 'node:http'
import * as https from 'node:https'
import { isIP } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { NotTaken, type Change, type Receiver } from '../../upkeep/ports'
import { isPrivateAddress } from '../privateAddresses'

interface ChangeUrlSettings {
  /** https; http on this machine only. */
  url: string
  /** `whsec_` and base64 of 24 to 64 bytes. */
  secret: string
  /** A receiver on this machine: beside a local WeChat only. */
  mayBeLocal: boolean
}

/** @param nowMs for the time that is signed: receivers refuse what is five minutes old */
export function createChangeUrl({ url, secret, mayBeLocal }: ChangeUrlSettings, nowMs: () => number): Receiver {
  const webhook = new Webhook(secret)
  return {
    name: 'changeUrl',
    async tell(change, withinMs) {
      const body = JSON.stringify(toEvent(change))
      const at = new Date(nowMs())
      const headers = {
        'content-type': 'application/json',
        'webhook-id': change.id,
        'webhook-timestamp': String(Math.floor(at.getTime() / 1000)),
        'webhook-signature': webhook.sign(change.id, at, body),
      }
      const problem = problemOf(await post(url, { headers, body, withinMs, mayBeLocal }))
      if (problem !== undefined) throw new NotTaken(problem)
    },
  }
}

const WEB_PAGE = /^\s*(?:text\/html|application\/xhtml\+xml)\b/i

/** Only a 2xx is a yes, and a page for people is none: somebody else answers there. */
function problemOf({ status, contentType }: Reply): string | undefined {
  if (status >= 300 && status < 400) return `HTTP ${status}: redirects are not followed; name the address itself`
  if (status < 200 || status >= 300) return `HTTP ${status}`
  // PHP says text/html of an answer without a body too.
  const isPage = status !== 204 && WEB_PAGE.test(contentType)
  return isPage ? `HTTP ${status} with a web page: name another type than HTML, or answer 204` : undefined
}

/** https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#payload-structure */
const toEvent = (change: Change) => ({
  type: TYPES[change.state],
  timestamp: new Date(change.createdAtMs).toISOString(),
  data: change,
})

const TYPES: Readonly<Record<Change['state'], string>> = {
  SIGNED: 'contract.signed',
  SIGNER_CONFIRMED: 'contract.signer_confirmed',
  VOID: 'contract.void',
  TERMINATED: 'contract.terminated',
  OTHER_SIGNER: 'contract.other_signer',
  PAID: 'order.paid',
  CHARGE_REFUSED: 'charge.refused',
  CHARGE_PAID: 'charge.paid',
  CHARGE_REVERSED: 'charge.reversed',
  REFUND_REFUSED: 'refund.refused',
  REFUND_ABNORMAL: 'refund.abnormal',
  REFUND_CLOSED: 'refund.closed',
  REFUND_SUCCESS: 'refund.success',
}

interface Post {
  headers: http.OutgoingHttpHeaders
  body: string
  withinMs: number
  mayBeLocal: boolean
}

interface Reply {
  status: number
  contentType: string
}

/** Whatever comes behind the headers is not looked at. */
async function post(url: string, { headers, body, withinMs, mayBeLocal }: Post): Promise<Reply> {
  const { request } = url.startsWith('https:') ? https : http
  // A literal address is not looked up.
  const literal = new URL(url).hostname.replace(/^\[|\]$/g, '')
  if (!mayBeLocal && isIP(literal) !== 0 && isPrivateAddress(literal)) throw new NotTaken(IS_PRIVATE)
  return new Promise((resolve, reject) => {
    const options = { method: 'POST', headers, agent: false, ...(!mayBeLocal && { lookup: lookupPublic }) }
    const sent = request(url, { ...options, signal: AbortSignal.timeout(Math.max(1, withinMs)) }, (response) => {
      resolve({ status: response.statusCode ?? 0, contentType: response.headers['content-type'] ?? '' })
      response.destroy()
    })
    sent.on('error', (error: NodeJS.ErrnoException) => reject(new NotTaken(explain(error))))
    // Such as after 101: the connection is another protocol's from then on, and nobody here speaks one.
    sent.on('close', () => reject(new NotTaken('no answer: the connection was closed')))
    sent.end(body)
  })
}

/** Only the code: the text names the address. */
function explain({ name, code }: NodeJS.ErrnoException): string {
  if (name === 'AbortError' || name === 'TimeoutError') return 'no answer in time'
  if (code === PRIVATE) return IS_PRIVATE
  return `no answer: ${code ?? name}`
}

const PRIVATE = 'EPRIVATE'
const IS_PRIVATE = 'the address is a private one, or its name leads to one'

type Answer = (error: NodeJS.ErrnoException | null, address: string | LookupAddress[], family?: number) => void

/** Asked for at each connection: a name that leads elsewhere tomorrow is looked at tomorrow. */
function lookupPublic(host: string, options: LookupOptions, answer: Answer): void {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) {
      answer(error, [])
      return
    }
    if (addresses.some(({ address }) => isPrivateAddress(address))) {
      answer(Object.assign(new Error(PRIVATE), { code: PRIVATE }), [])
      return
    }
    const [first] = addresses
    if (options.all === true || !first) answer(null, addresses)
    else answer(null, first.address, first.family)
  })
}
