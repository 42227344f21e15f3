import { readFileSync } from 'node:fs'
import * as v from 'valibot'

const indexSchema = v.strictObject({
  name: v.pipe(v.string(), v.nonEmpty()),
  unique: v.boolean(),
  keys: v.pipe(
    v.array(v.strictObject({ name: v.pipe(v.string(), v.nonEmpty()), direction: v.picklist(['1', '-1']) })),
    v.nonEmpty('an index needs at least one key'),
  ),
})

const collectionSchema = v.strictObject({
  name: v.pipe(v.string(), v.regex(/^[A-Za-z][\w-]{0,59}$/, 'a letter, then letters, digits, "_" or "-"')),
  access: v.picklist(['READONLY', 'PRIVATE', 'ADMINWRITE', 'ADMINONLY']),
  indexes: v.array(indexSchema),
})

const fileSchema = v.strictObject({ collections: v.array(collectionSchema) })

export type IndexSchema = v.InferOutput<typeof indexSchema>
export type CollectionSchema = v.InferOutput<typeof collectionSchema>

/**
 * Checks the form of `database/collections.json`.
 * @throws {Error} naming every wrong place at once
 */
export function parseCollections(json: unknown): CollectionSchema[] {
  const parsed = v.safeParse(fileSchema, json)
  if (parsed.success) return parsed.output.collections
  const problems = parsed.issues.map((issue) => `${v.getDotPath(issue) ?? '(root)'}: ${issue.message}`)
  throw new Error(`collections.json is not in the agreed form:\n  ${problems.join('\n  ')}`)
}

/** Reads the list that stand-in, doctor and deployment share. */
export const readCollections = (file: string): CollectionSchema[] =>
  parseCollections(JSON.parse(readFileSync(file, 'utf8')) as unknown)
