// What a deployment grants each function, read from the file a deployment goes by: the local cloud then ends a function
// exactly when the real one would.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import * as v from 'valibot'

interface DeployedLimits {
  timeoutSec: number
  memorySizeMb: number
}

const schema = v.object({
  functions: v.array(v.object({ name: v.string(), timeout: v.number(), memorySize: v.number() })),
})

/**
 * @param file `cloudbaserc.json`
 * @param functionsRoot folder of the built functions; others of the file are left out
 * @throws {Error} the file is not of the form `tcb` takes
 */
export function readDeployedLimits(file: string, functionsRoot: string): Record<string, DeployedLimits> {
  const parsed = v.safeParse(schema, JSON.parse(readFileSync(file, 'utf8')))
  if (!parsed.success) throw new Error(`${file}: ${v.summarize(parsed.issues)}`)
  const built = parsed.output.functions.filter(({ name }) => existsSync(path.join(functionsRoot, name, 'index.js')))
  return Object.fromEntries(
    built.map(({ name, timeout, memorySize }) => [name, { timeoutSec: timeout, memorySizeMb: memorySize }]),
  )
}
