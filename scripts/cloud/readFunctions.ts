import { createHash } from 'node:crypto'
import * as v from 'valibot'
import type { CloudEnvironment, CloudFunction, Timer } from './state'
import { CloudRefusal, type CallCloud } from './tc3Client'
import { listOf, understand } from './understand'

const functionSchema = v.object({
  FunctionName: v.string(),
  Handler: v.string(),
  Runtime: v.string(),
  Timeout: v.number(),
  MemorySize: v.number(),
  Status: v.string(),
  Environment: v.nullish(v.object({ Variables: listOf(v.object({ Key: v.string(), Value: v.string() })) })),
  Triggers: listOf(
    v.object({
      TriggerName: v.string(),
      Type: v.string(),
      TriggerDesc: v.string(),
      Enable: v.optional(v.number(), 1),
    }),
  ),
})
type Answer = v.InferOutput<typeof functionSchema>

/** @param names asked for @returns those there are */
export async function readFunctions(
  call: CallCloud,
  environment: CloudEnvironment,
  names: readonly string[],
): Promise<CloudFunction[]> {
  const found: CloudFunction[] = []
  for (const name of names) {
    const answer = await readOne(call, environment, name)
    if (answer) found.push(toFunction(answer))
  }
  return found
}

/** The values themselves, which may be secrets: for whoever has to set them again as they are. */
export async function readVariables(
  call: CallCloud,
  environment: CloudEnvironment,
  name: string,
): Promise<Readonly<Record<string, string>>> {
  const answer = await readOne(call, environment, name)
  return Object.fromEntries((answer?.Environment?.Variables ?? []).map(({ Key, Value }) => [Key, Value]))
}

/** @returns undefined where there is none of that name */
async function readOne(call: CallCloud, { id, region }: CloudEnvironment, name: string): Promise<Answer | undefined> {
  const input = { Namespace: id, FunctionName: name }
  try {
    return understand(functionSchema, await call('scf', 'GetFunction', input, region), `scf GetFunction ${name}`)
  } catch (error) {
    if (error instanceof CloudRefusal && isMissing(error)) return undefined
    throw error
  }
}

const isMissing = ({ code }: CloudRefusal): boolean => /^ResourceNotFound(\.Function(Name)?)?$/.test(code)

const toFunction = (answer: Answer): CloudFunction => ({
  name: answer.FunctionName,
  handler: answer.Handler,
  runtime: answer.Runtime,
  timeoutSec: answer.Timeout,
  memoryMb: answer.MemorySize,
  status: answer.Status,
  variableHashes: Object.fromEntries(
    (answer.Environment?.Variables ?? []).map(({ Key, Value }) => [Key, hashOf(Value)]),
  ),
  timers: answer.Triggers.filter(({ Type }) => Type === 'timer').map(toTimer),
})

/** How the values of variables are told of. */
export const hashOf = (value: string): string => createHash('sha256').update(value).digest('hex')

const toTimer = ({ TriggerName: name, TriggerDesc: told, Enable }: Answer['Triggers'][number]): Timer => ({
  name,
  cron: cronOf(told),
  isOn: Enable === 1,
})

/** Told bare, or in JSON. */
function cronOf(told: string): string {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), v.object({ cron: v.string() })), told)
  return parsed.success ? parsed.output.cron : told
}
