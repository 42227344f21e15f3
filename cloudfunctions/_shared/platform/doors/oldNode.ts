// What a built function is where Node is too old for it: the build puts this in front of everything else (nodeGate.ts), so it is
// written for any Node there is, and reads nothing that is not.
import type { CallError } from '../../../../typings/contract/results'
import { nodeProblem } from '../../wechatpay/nodeVersion'

type Main = (event: unknown, context?: { request_id?: string } | null) => Promise<object>

/** @returns what refuses every call, and tells the log why; undefined where the function itself can run */
export function refusalOn(version: string, functionName: string): Main | undefined {
  const problem = nodeProblem(version)
  if (problem === undefined) return undefined
  return (event, context) => {
    const requestId = context?.request_id ?? 'unknown'
    const at = new Date().toISOString()
    const line = {
      level: 'alert',
      event: 'node is too old',
      function: functionName,
      requestId,
      at,
      explanation: problem,
    }
    process.stdout.write(`${JSON.stringify(line)}\n`)
    const isHttp = typeof event === 'object' && event !== null && 'httpMethod' in event
    return Promise.resolve(isHttp ? overHttp(requestId) : { ok: false, error: errorOf(problem, requestId) })
  }
}

const errorOf = (message: string, requestId: string): CallError => ({ code: 'NOT_CONFIGURED', message, requestId })

/** For anyone, so without particulars. Both for WeChat Pay, which sends it again, and for an app. */
function overHttp(requestId: string): object {
  const error = errorOf('Not ready; the log of the function tells why', requestId)
  return {
    isBase64Encoded: false,
    statusCode: 500,
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify({ code: 'FAIL', message: 'not ready', ok: false, error }),
  }
}
