// A change told to a cloud function of the merchant's own.
import { kindOf } from '../../kernel/errors'
import { NotTaken, type Receiver } from '../../upkeep/ports'

/** @returns what the function answered. Rejects where it is not there, or failed */
type CallFunction = (name: string, data: object) => Promise<unknown>

export const createChangeFunction = (name: string, call: CallFunction): Receiver => ({
  name: 'changeFunction',
  async tell(change) {
    const answer = await call(name, change).catch((error: unknown) => {
      throw new NotTaken(`the call failed: ${causeOf(error)}`)
    })
    const refusal = refusalIn(answer)
    if (refusal !== undefined) throw new NotTaken(refusal)
  },
})

/** As functions of the kit say no themselves, and as those do that answer HTTP too: to the platform these have not failed. */
function refusalIn(answer: unknown): string | undefined {
  if (typeof answer !== 'object' || answer === null) return undefined
  if ('ok' in answer && answer.ok === false) return 'answered { ok: false }'
  const status = 'statusCode' in answer && typeof answer.statusCode === 'number' ? answer.statusCode : 200
  return status >= 300 ? `answered HTTP ${status}` : undefined
}

/** The SDK's number; its text may quote the function's own. */
function causeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'errCode' in error ? error.errCode : undefined
  return typeof code === 'number' ? `code ${code}` : kindOf(error)
}
