// The door WeChat Pay posts to: an HTTP event in, its bytes kept for the signature, an answer out, and never an exception.
import { randomUUID } from 'node:crypto'
import type { Log } from '../../kernel/ports'
import { failure, type NotifyFailure } from '../../notify/outcome'
import { receive } from '../../notify/receive'
import { toReply, type NotifyReply } from '../../notify/reply'
import type { NotifyHost } from '../hosts/ports'
import { tellFault, type Fault } from './fault'
import { toHttpReply, toRawRequest, type HttpReply, type RawRequest } from './http'
import { hasCallerIdentity } from './identity'

/** Makes the `main` of the function that takes notifications. Building it does nothing yet. */
export function notifyDoor(functionName: string, host: NotifyHost): (event: unknown) => Promise<HttpReply> {
  return async (event) => {
    const { status, body } = await answer(toRawRequest(event), host, host.log(functionName, randomUUID()))
    return toHttpReply(status, body)
  }
}

async function answer({ method, headers, body }: RawRequest, host: NotifyHost, log: Log): Promise<NotifyReply> {
  const bytes = body ?? Buffer.alloc(0)
  const delivery = {
    method,
    byteLength: body?.length,
    hasIdentity: hasCallerIdentity(process.env),
    verify: (nowMs: number) => host.verify({ headers, body: bytes }, nowMs),
  }
  try {
    return await receive(delivery, host.deps(log))
  } catch (error) {
    return toReply(FAULTS[tellFault(error, log)])
  }
}

/** Ours to mend: 5xx, and it is sent again. */
const FAULTS: Readonly<Record<Fault, NotifyFailure>> = {
  NOT_CONFIGURED: failure(500, 'NOT_CONFIGURED', 'not ready'),
  STORE_FAILED: failure(503, 'STORE_FAILED', 'not stored, please send again'),
  INTERNAL: failure(500, 'INTERNAL', 'not stored, please send again'),
}
