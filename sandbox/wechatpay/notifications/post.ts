// One POST to a merchant's loopback target.
import { request } from 'node:http'
import type { SignedMessage } from './signing'

/** `refused`: an answer other than 200 or 204. */
type Outcome = 'accepted' | 'refused' | 'timeout' | 'connectionLost' | 'unreachable' | 'dropped'

export interface Posted {
  outcome: Outcome
  /** Status of the answer. */
  status?: number
  /** Its body, cut. */
  answer?: string
  answerHeaders?: Record<string, string>
  /** Code of the socket error. */
  networkCode?: string
}

const KEPT_ANSWER_LENGTH = 1024
/** The pages name these two and no other: any 2xx beside them is repeated. */
const ACCEPTED: readonly number[] = [200, 204]

/** Never rejects: what happened is the result. A connection of its own for each, so that copies run side by side. */
export function post(target: URL, message: SignedMessage, limitMs: number): Promise<Posted> {
  return new Promise((resolve) => {
    const headers = { ...message.headers, 'Content-Length': message.body.length }
    const outgoing = request(target, { method: 'POST', headers, agent: false }, (incoming) => {
      let answer = ''
      incoming.setEncoding('utf8')
      incoming.on('data', (part: string) => (answer = (answer + part).slice(0, KEPT_ANSWER_LENGTH)))
      incoming.on('error', () => finish({ outcome: 'connectionLost' }))
      incoming.on('end', () => {
        const status = incoming.statusCode ?? 0
        const answerHeaders = Object.fromEntries(
          Object.entries(incoming.headers).map(([key, one]) => [key, String(one)]),
        )
        finish({ outcome: ACCEPTED.includes(status) ? 'accepted' : 'refused', status, answer, answerHeaders })
      })
    })
    const limit = setTimeout(() => {
      finish({ outcome: 'timeout' })
      outgoing.destroy()
    }, limitMs)
    const finish = (posted: Posted) => {
      clearTimeout(limit)
      resolve(posted)
    }
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const networkCode = error.code ?? 'UNKNOWN'
      finish({ outcome: networkCode === 'ECONNREFUSED' ? 'unreachable' : 'connectionLost', networkCode })
    })
    outgoing.end(message.body)
  })
}
