// What the project's own files say of its functions and its database.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'

const functionsSchema = v.object({
  functions: v.array(
    v.object({
      name: v.string(),
      handler: v.string(),
      runtime: v.string(),
      /** Seconds. */
      timeout: v.number(),
      /** MB. */
      memorySize: v.number(),
    }),
  ),
})
const collectionsSchema = v.object({
  collections: v.array(
    v.object({
      name: v.string(),
      access: v.string(),
      indexes: v.array(
        v.object({
          name: v.string(),
          unique: v.boolean(),
          keys: v.array(v.object({ name: v.string(), direction: v.string() })),
        }),
      ),
    }),
  ),
})

/** Limits of each, by the name in the sources. @throws {Error} `cloudbaserc.json` is not there, or none of its kind */
export const functionLimits = (root: string) => readJson(functionsSchema, root, 'cloudbaserc.json').functions

/** @throws {Error} `database/collections.json` is not there, or none of its kind */
export const collectionsOf = (root: string) =>
  readJson(collectionsSchema, root, 'database/collections.json').collections

/** @throws {Error} the file is not there, or none of its kind; it names the field */
export function readJson<T>(schema: v.GenericSchema<unknown, T>, folder: string, file: string): T {
  const path = join(folder, file)
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), text)
  if (parsed.success) return parsed.output
  throw new Error(`${file}: ${v.summarize(parsed.issues)}`)
}
