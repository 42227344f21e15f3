// WX: `wx.cloud`, by way of the phone's server to the CloudBase stand-in.
import type { Causes } from '../runtime/causes'
import type { Gate } from '../runtime/gate'
import type { Pending } from '../runtime/pending'
import type { ShellLink } from '../runtime/shellLink'
import type { PhoneSettings } from '../protocol'

interface CallInput {
  name: string
  data?: object
  success?: (answer: object) => void
  fail?: (error: unknown) => void
  complete?: (answer: unknown) => void
}

/** What a failed call rejects with. */
class CloudError extends Error {
  constructor(
    readonly errCode: number,
    readonly errMsg: string,
  ) {
    super(errMsg)
  }
}

const NO_NETWORK = -601003
const OFFLINE = 'request:fail'

interface CloudDeps {
  openid: string
  gate: Gate
  pending: Pending
  causes: Causes
  settings: () => PhoneSettings
  link: ShellLink
}

export function cloudApis({ openid, gate, pending, causes, settings, link }: CloudDeps) {
  let isReady = false
  const call = async ({ name, data = {} }: CallInput): Promise<object> => {
    if (!isReady)
      throw new CloudError(-1, "cloud.callFunction:fail Cloud API isn't enabled, please call wx.cloud.init first")
    if (!settings().isOnline) {
      link.tell({ kind: 'failed', api: `callFunction ${name}`, reason: OFFLINE })
      throw failure(NO_NETWORK, OFFLINE)
    }
    const answer = await post(name, data, { 'x-phone-openid': openid, ...causes.headers })
    // The answer of a call that was under way is handed over on coming back.
    await gate.open()
    if (!settings().isOnline) throw failure(NO_NETWORK, OFFLINE)
    const { errCode, errMsg } = answer as { errCode?: number; errMsg?: string }
    if (errCode !== undefined) throw new CloudError(errCode, errMsg ?? '')
    return answer
  }
  const callFunction = (input: CallInput): Promise<object> | undefined => {
    const answered = pending.track(call(input))
    const { success, fail, complete } = input
    if (!success && !fail && !complete) return answered
    void answered.then(
      (answer) => [success?.(answer), complete?.(answer)],
      (error: unknown) => [fail?.(error), complete?.(error)],
    )
    return undefined
  }
  return { init: () => void (isReady = true), callFunction }
}

async function post(name: string, data: object, who: Record<string, string>): Promise<object> {
  try {
    const response = await fetch(`/call/${name}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...who },
      body: JSON.stringify(data),
    })
    if (!response.ok) throw new Error(await response.text())
    return (await response.json()) as object
  } catch (error) {
    throw failure(NO_NETWORK, error instanceof Error ? error.message : String(error))
  }
}

const failure = (errCode: number, text: string): CloudError =>
  new CloudError(errCode, `cloud.callFunction:fail Error: errCode: ${errCode}  | errMsg: ${text}`)
