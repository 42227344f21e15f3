// settings.json, which the build puts beside a function's index.js: all its settings but the secrets.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import { ConfigError } from '../../wechatpay/wechatpayErrors'

export const SETTINGS_FILE = 'settings.json'

const schema = v.object({
  function: v.string(),
  build: v.string(),
  ownPublicKeySha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
  settings: v.record(v.string(), v.string()),
})
export type SettingsFile = v.InferOutput<typeof schema>

/** Which build of a function this is: the first 16 hex digits of the SHA-256 of its index.js. */
export const buildStamp = (indexJs: Buffer): string => createHash('sha256').update(indexJs).digest('hex').slice(0, 16)

/**
 * @param folder of a built function
 * @returns undefined where there is no such file: then everything is in the environment
 * @throws {ConfigError} not readable, damaged, of another function, or made for another build
 */
export function readSettingsFile(folder: string): SettingsFile | undefined {
  const path = join(folder, SETTINGS_FILE)
  if (!existsSync(path)) return undefined
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), textAt(path))
  if (!parsed.success) throw unusable('is damaged')
  const file = parsed.output
  const name = functionNameIn(folder)
  if (file.function !== name) throw unusable(`is of the function ${file.function}, and this is ${name ?? 'another'}`)
  if (file.build !== buildStamp(readFileSync(join(folder, 'index.js')))) throw unusable('was made for another build')
  return file
}

function textAt(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    throw unusable('cannot be read')
  }
}

const unusable = (what: string) =>
  new ConfigError([{ name: SETTINGS_FILE, problem: `${what}; run npm run build, and deploy the function again` }])

/** As package.json beside the code says. @returns undefined where there is none: this is no built function */
export function functionNameIn(folder: string): string | undefined {
  const path = join(folder, 'package.json')
  if (!existsSync(path)) return undefined
  const parsed = v.safeParse(
    v.pipe(v.string(), v.parseJson(), v.object({ name: v.string() })),
    readFileSync(path, 'utf8'),
  )
  return parsed.success ? parsed.output.name : undefined
}
