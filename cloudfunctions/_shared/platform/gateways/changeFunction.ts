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
    if (isNo(answer)) throw new NotTaken('answered { ok: false }')
  },
})

/** As functions of the kit say no themselves. */
const isNo = (answer: unknown): boolean =>
  typeof answer === 'object' && answer !== null && 'ok' in answer && answer.ok === false

/** The SDK's number; its text may quote the function's own. */
function causeOf(error: unknown): string {
  const code = typeof error === 'object' && error !== null && 'errCode' in error ? error.errCode : undefined
  return typeof code === 'number' ? `code ${code}` : kindOf(error)
}
