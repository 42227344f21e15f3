// The merchant's own code in the time of a call. Where it hangs it is told by its file: of `within` alone the database would be blamed.
import { MerchantError } from '../../kernel/errors'
import type { Within } from '../../kernel/ports'

/**
 * @throws {MerchantError} no answer in time
 * @throws whatever it threw itself
 */
export async function heardInTime(find: () => Promise<unknown>, ms: number, within: Within): Promise<unknown> {
  const heard = async () => {
    try {
      return { found: await find() }
    } catch (error) {
      return { error }
    }
  }
  const end = await within(heard(), ms).catch(() => undefined)
  if (!end) throw new MerchantError('orders.ts', undefined, `gave no answer in ${Math.round(ms)} ms`)
  if ('error' in end) throw end.error
  return end.found
}
