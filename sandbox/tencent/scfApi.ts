// scf 2018-04-16: functions.
import * as v from 'valibot'
import { ApiError, environmentOf, type Account, type Actions, type Body, type CloudFunction } from './account'

const variablesSchema = v.object({
  Variables: v.optional(v.array(v.object({ Key: v.string(), Value: v.string() })), []),
})
const shapeSchema = v.object({
  FunctionName: v.string(),
  Handler: v.optional(v.string()),
  Runtime: v.optional(v.string()),
  Timeout: v.optional(v.number()),
  MemorySize: v.optional(v.number()),
  Environment: v.optional(variablesSchema),
})
const triggersSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.array(v.object({ TriggerName: v.string(), Type: v.string(), TriggerDesc: v.string() })),
)
const codeSchema = v.object({ ZipFile: v.optional(v.string()), TempCosObjectName: v.optional(v.string()) })

function functionOf(account: Account, body: Body): CloudFunction {
  const found = environmentOf(account, body, 'Namespace').functions.get(String(body['FunctionName']))
  if (!found) throw new ApiError('ResourceNotFound.FunctionName', 'function not found')
  return found
}

function codeOf({ uploads }: Account, code: unknown): Buffer {
  const { ZipFile: zip, TempCosObjectName: path } = v.parse(codeSchema, code)
  if (zip !== undefined) return Buffer.from(zip, 'base64')
  const found = uploads.get(String(path))
  if (!found) throw new ApiError('InvalidParameterValue.TempCosObjectName', `no object ${String(path)}`)
  return found
}

const describe = (one: CloudFunction) => ({
  FunctionName: one.name,
  Handler: one.handler,
  Runtime: one.runtime,
  Timeout: one.timeoutSec,
  MemorySize: one.memoryMb,
  Status: one.status,
  CodeSize: one.code.length,
  InstallDependency: 'FALSE',
  Environment: { Variables: Object.entries(one.variables).map(([Key, Value]) => ({ Key, Value })) },
  Triggers: one.triggers.map(({ name, type, config, isOn }) => ({
    TriggerName: name,
    Type: type,
    TriggerDesc: JSON.stringify({ cron: config }),
    Enable: isOn ? 1 : 0,
  })),
})

const variablesOf = (given: v.InferOutput<typeof variablesSchema> | undefined): Record<string, string> =>
  Object.fromEntries((given?.Variables ?? []).map(({ Key, Value }) => [Key, Value]))

/** CloudBase makes functions of these where nothing else is said. */
const DEFAULTS = { runtime: 'Nodejs16.13', timeoutSec: 3, memoryMb: 256, handler: 'index.main' } as const

/** The whole string: the SDK of COS refuses one with a part left out. Nobody checks it here. */
const COS_SIGNATURE =
  'q-sign-algorithm=sha1&q-ak=local&q-sign-time=0;9999999999&q-key-time=0;9999999999&q-header-list=&q-url-param-list=&q-signature=0'

export const SCF_ACTIONS: Actions = {
  GetTempCosInfo: () => ({ Date: new Date().toISOString().slice(0, 10), Sign: COS_SIGNATURE }),

  CreateFunction: (account, body) => {
    const { functions } = environmentOf(account, body, 'Namespace')
    const shape = v.parse(shapeSchema, body)
    if (functions.has(shape.FunctionName)) throw new ApiError('ResourceInUse.FunctionName', 'function exists')
    functions.set(shape.FunctionName, {
      name: shape.FunctionName,
      handler: shape.Handler ?? DEFAULTS.handler,
      runtime: shape.Runtime ?? DEFAULTS.runtime,
      timeoutSec: shape.Timeout ?? DEFAULTS.timeoutSec,
      memoryMb: shape.MemorySize ?? DEFAULTS.memoryMb,
      variables: variablesOf(shape.Environment),
      status: 'Active',
      code: codeOf(account, body['Code']),
      triggers: [],
    })
    return {}
  },

  /** Neither the runtime nor anything else but the code. */
  UpdateFunctionCode: (account, body) => {
    functionOf(account, body).code = codeOf(account, body['Code'] ?? body)
    return {}
  },

  /** Variables are replaced by those that are sent; the runtime stays what it was. */
  UpdateFunctionConfiguration: (account, body) => {
    const found = functionOf(account, body)
    const shape = v.parse(shapeSchema, body)
    found.timeoutSec = shape.Timeout ?? found.timeoutSec
    found.memoryMb = shape.MemorySize ?? found.memoryMb
    if (shape.Environment) found.variables = variablesOf(shape.Environment)
    return {}
  },

  BatchCreateTrigger: (account, body) => {
    const found = functionOf(account, body)
    for (const { TriggerName: name, Type: type, TriggerDesc: config } of v.parse(triggersSchema, body['Triggers'])) {
      if (found.triggers.some((one) => one.name === name))
        throw new ApiError('ResourceInUse.Trigger', `trigger ${name} existed`)
      found.triggers.push({ name, type, config, isOn: true })
    }
    return { TriggerCreateResults: [] }
  },

  /** What came of it is told as text; one that failed has none. */
  Invoke: async (account, body) => {
    const { name } = functionOf(account, body)
    const { run } = environmentOf(account, body, 'Namespace')
    const told = await run?.(name, JSON.parse(v.parse(v.optional(v.string(), '{}'), body['ClientContext'])))
    return {
      Result: { InvokeResult: told === undefined ? -1 : 0, RetMsg: told === undefined ? '' : JSON.stringify(told) },
    }
  },

  GetFunction: (account, body) => describe(functionOf(account, body)),

  ListFunctions: (account, body) => {
    const all = [...environmentOf(account, body, 'Namespace').functions.values()]
    return { Functions: all.map(describe), TotalCount: all.length }
  },
}
