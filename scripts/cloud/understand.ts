// Answers of the cloud are of its making: what is used of them is looked at first.
import * as v from 'valibot'
import { CloudUnreachable } from './tc3Client'

/** @throws {CloudUnreachable} naming the call and the field that is not as expected; never a value */
export function understand<T>(schema: v.GenericSchema<unknown, T>, answer: unknown, call: string): T {
  const parsed = v.safeParse(schema, answer)
  if (parsed.success) return parsed.output
  const [issue] = parsed.issues
  throw new CloudUnreachable(`${call}: the answer is not understood at ${v.getDotPath(issue) ?? 'its top'}`)
}

/** A list the API leaves out where it is empty. */
export const listOf = <S extends v.GenericSchema>(item: S) => v.nullish(v.array(item), () => [])
