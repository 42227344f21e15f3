// Why a function was not deployed, out of all the tool printed: below the line that names it, the tool tells what the cloud said.
import { cloudFailureIn } from '../cloud/failures'
import { CloudRefusal } from '../cloud/tc3Client'
import type { Trouble } from './troubles'

interface ToolReason {
  /** What the tool printed of it. */
  said: string
  /** Where the cloud refused: with its cure. */
  trouble: Trouble | undefined
}

export function toolReason(name: string, printed: string): ToolReason {
  const lines = printed.split('\n')
  const start = lines.findIndex((line) => IS_FAULT.test(line) && line.includes(`[${name}]`))
  if (start < 0) return { said: '', trouble: undefined }
  const below = lines.slice(start + 1)
  const end = below.findIndex((line) => !IS_DETAIL.test(line))
  const said = [lines[start] ?? '', ...below.slice(0, end < 0 ? undefined : end)].filter((line) => !IS_STACK.test(line))
  return { said: said.map((line) => line.trim()).join('\n'), trouble: refusalIn(said.join('\n')) }
}

const IS_FAULT = /^\s*✖/
const IS_DETAIL = /^\s*✖ {3,}/
const IS_STACK = /^\s*✖ +at /

/** In whichever language the tool tells it. */
function refusalIn(said: string): Trouble | undefined {
  const [, code] = /(?:错误码|error code)\s*[:：]\s*(\S+)/i.exec(said) ?? []
  if (code === undefined) return undefined
  const [, message = ''] = /(?:错误信息|error message)\s*[:：]\s*(.*)/i.exec(said) ?? []
  const [, requestId = ''] = /RequestId\s*[:：]\s*(\S+)/i.exec(said) ?? []
  const failure = cloudFailureIn(new CloudRefusal(code, message, requestId))
  return failure && { id: failure.id, detail: failure.detail ?? '' }
}
