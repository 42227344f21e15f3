// A function called by the cloud's API: nobody is behind the call, and the rules for pages do not hold it.
import * as v from 'valibot'
import type { CloudEnvironment } from './state'
import { CloudUnreachable, type CallCloud } from './tc3Client'
import { understand } from './understand'

const answerSchema = v.object({ Result: v.object({ InvokeResult: v.number(), RetMsg: v.nullish(v.string(), '') }) })
const toldSchema = v.pipe(v.string(), v.parseJson(), v.looseObject({ ok: v.boolean() }))

type Invoked = v.InferOutput<typeof toldSchema>

/** @throws {CloudRefusal} {CloudUnreachable} it ended without an answer, or with one that is none of ours */
export async function invoke(
  call: CallCloud,
  { id, region }: CloudEnvironment,
  name: string,
  event: object,
): Promise<Invoked> {
  const input = {
    Namespace: id,
    FunctionName: name,
    InvocationType: 'RequestResponse',
    ClientContext: JSON.stringify(event),
  }
  const { Result } = understand(answerSchema, await call('scf', 'Invoke', input, region), `scf Invoke ${name}`)
  const told = v.safeParse(toldSchema, Result.RetMsg)
  if (told.success) return told.output
  throw new CloudUnreachable(`scf Invoke ${name}: it ended without an answer (InvokeResult ${Result.InvokeResult})`)
}
