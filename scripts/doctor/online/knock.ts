// The notify address, as a stranger finds it: an unsigned notification, which contractNotify alone refuses in our words.
import * as v from 'valibot'
import { unsignedPost, type PlainAnswer, type Way } from '../../cloud/unsignedPost'
import type { NotifySeen } from './world'

export async function knock(address: string, way: Way): Promise<NotifySeen> {
  try {
    return judge(await unsignedPost(way)(address))
  } catch (error) {
    const { code, message } = Object(error) as { code?: string; message?: string }
    return { kind: 'unreachable', detail: code ?? message ?? 'no answer' }
  }
}

const ourSchema = v.pipe(v.string(), v.parseJson(), v.object({ code: v.literal('FAIL'), message: v.string() }))

function judge({ status, location, body }: PlainAnswer): NotifySeen {
  const ours = v.safeParse(ourSchema, body)
  if (ours.success && status === 401) return { kind: 'ours' }
  const detail = `HTTP ${status}${ours.success ? `, ${ours.output.message}` : ''}`
  if (status >= 300 && status < 400) return { kind: 'redirect', detail: `${detail} to ${location.slice(0, 200)}` }
  if (status >= 500) return { kind: 'notReady', detail }
  if (status === 401 || status === 403) return { kind: 'denied', detail }
  if (status === 404) return { kind: 'notFound', detail }
  return { kind: 'foreign', detail }
}
