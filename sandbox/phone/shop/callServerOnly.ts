// SHOP: a call as the merchant's own server makes it, with the key that never leaves this process; shown as a line.
import { randomUUID } from 'node:crypto'
import { signAdminCall } from '../../adminCall'
import { CloudCallError } from '../../cloud/functions/failures'
import type { LocalWechat } from '../../localWechat'
import type { LiveView } from '../live/liveView'
import { NotNow } from '../switches/acts'
import { say } from '../texts/texts'
import { PENDING } from '../wire'
import type { ServerCall } from './callOf'
import { aboutOf, describeDone } from './describeDone'

type Called = Pick<ServerCall, 'action' | 'input'> & { functionName: string }

/**
 * @returns what the function is called with
 * @throws {NotNow} it is not built here, or there is no key to sign with
 */
export function signCall({ cloud, settings }: LocalWechat, call: Called, nowMs: number): object {
  const key = settings['WXPAY_ADMIN_KEY']
  if (key === undefined || !cloud.functionNames.includes(call.functionName))
    throw new NotNow(`${call.functionName} is not here`)
  return signAdminCall({ ...call, key, nowMs })
}

interface Deps {
  local: LocalWechat
  view: LiveView
  nowMs: () => number
}

/** Resolves when the function has answered, whatever it has. @param user whom it is about, where it is about one */
export async function callServerOnly(call: ServerCall, user: string | undefined, deps: Deps): Promise<void> {
  const { local, view, nowMs } = deps
  const startedMs = nowMs()
  const event = signCall(local, call, startedMs)
  const requestId = randomUUID()
  const change = view.add({
    lane: 'function',
    tone: 'plain',
    text: say('serverAsks', { name: call.functionName }),
    detail: aboutOf(call),
    pill: PENDING,
    hop: `call:${requestId}`,
    ...(user !== undefined && { user }),
  })
  const answer = await local.cloud.invoke(call.functionName, event, requestId).catch(toAnswer)
  const isCold = local.cloud.calls.find(requestId)?.isCold === true
  change(describeDone(call, { ms: nowMs() - startedMs, isCold, answer }))
}

/** It came to nothing, as the platform tells it. */
function toAnswer(error: unknown): object {
  if (error instanceof CloudCallError) return { errCode: error.errCode, errMsg: error.errMsg }
  throw error
}
