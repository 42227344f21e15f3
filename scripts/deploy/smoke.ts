// Asks the functions that stand open to the internet what nobody may ask: only their own refusal proves that they are there.
import type { PlainAnswer, Post } from '../cloud/unsignedPost'

export interface Smoke {
  url: string
  /** Undefined where it is our refusal. */
  trouble: SmokeTrouble | undefined
  status: number | undefined
}

export type SmokeTrouble =
  'notReady' | 'failed' | 'denied' | 'authentication' | 'noRoute' | 'html' | 'redirect' | 'stranger' | 'unreachable'

/** A route is there a moment after it was made. */
const TRIES = 4
const BETWEEN_MS = 3_000

export async function smoke(url: string, post: Post, wait: (ms: number) => Promise<void>): Promise<Smoke> {
  let found = await once(url, post)
  for (let tries = 1; tries < TRIES && found.trouble !== undefined && SOON.includes(found.trouble); tries++) {
    await wait(BETWEEN_MS)
    found = await once(url, post)
  }
  return found
}

const SOON: readonly SmokeTrouble[] = ['noRoute', 'unreachable']

async function once(url: string, post: Post): Promise<Smoke> {
  try {
    const answer = await post(url)
    return { url, trouble: troubleIn(answer), status: answer.status }
  } catch {
    return { url, trouble: 'unreachable', status: undefined }
  }
}

/** @returns what is in the way; undefined for our own refusal */
export function troubleIn({ status, contentType, body }: Omit<PlainAnswer, 'location'>): SmokeTrouble | undefined {
  if (status >= 300 && status < 400) return 'redirect'
  if (/text\/html/i.test(contentType) || /^\s*</.test(body)) return 'html'
  const code = codeIn(body)
  if (status === 401) return OURS.includes(code) ? undefined : 'authentication'
  if (status === 403) return 'denied'
  if (status === 404) return 'noRoute'
  if (status === 500 && /not ready|NOT_CONFIGURED/.test(body)) return 'notReady'
  return status >= 500 ? 'failed' : 'stranger'
}

/** As `contractNotify` says it, and the functions of the merchant's own app. */
const OURS: readonly unknown[] = ['FAIL', 'UNAUTHENTICATED']

function codeIn(body: string): unknown {
  try {
    const { code, error } = Object(JSON.parse(body)) as { code?: unknown; error?: { code?: unknown } }
    return code ?? error?.code
  } catch {
    return undefined
  }
}
