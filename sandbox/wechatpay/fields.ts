// Field tables: what each field of a body, query or path may hold. The tables are the stand-in's own, so that a limit
// misread by the kit is caught here.
import { paramError, type RefusalDetail } from './refusal'

/** One field: its documented kind, and how to read it. `read` returns the value or throws {@link FieldProblem}. */
export interface Field<T> {
  /** As the documentation prints it, such as `string[1,32]`. */
  readonly kind: string
  readonly isRequired: boolean
  readonly read: (value: unknown) => T
}

export type FieldTable = Record<string, Field<unknown>>
/** What a table yields. */
export type Values<Table extends FieldTable> = { [K in keyof Table]: Table[K] extends Field<infer T> ? T : never }

/** Why a value is not taken. */
export class FieldProblem extends Error {
  override readonly name = 'FieldProblem'
}

/** A value that follows a pattern, and its description for people. */
export interface Pattern {
  expression: RegExp
  means: string
}

/**
 * A non-empty string. The pages do not say whether a limit counts characters or bytes, so both are held to it; UTF-8
 * bytes are never fewer, so they decide.
 */
export function text(max: number, pattern?: Pattern): Field<string> {
  return {
    kind: `string[1,${max}]`,
    isRequired: true,
    read: (value) => {
      if (typeof value !== 'string') throw new FieldProblem(`must be a string, got ${typeName(value)}`)
      if (value === '') throw new FieldProblem('must not be empty')
      const bytes = Buffer.byteLength(value)
      if (bytes > max) throw new FieldProblem(`at most ${max} bytes, got ${bytes} in ${value.length} characters`)
      if (pattern && !pattern.expression.test(value)) throw new FieldProblem(`must be ${pattern.means}`)
      return value
    },
  }
}

/** A positive whole number that fits a JavaScript number; a JSON number in a body, digits in a path. */
export function id(): Field<number> {
  return {
    kind: 'integer',
    isRequired: true,
    read: (value) => {
      if (typeof value !== 'number') throw new FieldProblem(`must be a JSON integer, got ${typeName(value)}`)
      if (!Number.isSafeInteger(value) || value <= 0) throw new FieldProblem('must be a positive integer')
      return value
    },
  }
}

/** {@link id} where everything is text. */
export function idText(): Field<number> {
  return {
    kind: 'integer',
    isRequired: true,
    read: (value) => {
      if (typeof value !== 'string' || !/^[1-9][0-9]{0,18}$/.test(value))
        throw new FieldProblem('must be a positive integer in digits')
      return id().read(Number(value))
    },
  }
}

export function flag(): Field<boolean> {
  return {
    kind: 'boolean',
    isRequired: true,
    read: (value) => {
      if (typeof value !== 'boolean') throw new FieldProblem(`must be true or false, got ${typeName(value)}`)
      return value
    },
  }
}

/** The same field, which may be left out. `null` is not leaving out. */
export function optional<T>(field: Field<T>): Field<T | undefined> {
  return {
    kind: field.kind,
    isRequired: false,
    read: (value) => (value === undefined ? undefined : field.read(value)),
  }
}

/** A further check on a string field. `problemOf` returns what is wrong, or undefined. */
export function checked(field: Field<string>, problemOf: (value: string) => string | undefined): Field<string> {
  return {
    ...field,
    read: (value) => {
      const taken = field.read(value)
      const problem = problemOf(taken)
      if (problem !== undefined) throw new FieldProblem(problem)
      return taken
    },
  }
}

/**
 * Reads every field of a table out of `input`.
 *
 * Fields the table does not know are refused. The real service may well ignore them, but a misspelt optional field would
 * then be lost in silence, and finding that is what a stand-in is for.
 * @throws {Refusal} 400 PARAM_ERROR naming the first field that is wrong
 */
export function readFields<Table extends FieldTable>(
  table: Table,
  input: Readonly<Record<string, unknown>>,
  location: RefusalDetail['location'],
): Values<Table> {
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(input)) {
    if (!Object.hasOwn(table, name))
      throw paramError(location, pointer(location, name), 'is not a field of this endpoint')
  }
  for (const [name, field] of Object.entries(table)) {
    values[name] = readOne(field, Object.hasOwn(input, name) ? input[name] : undefined, location, name)
  }
  return values as Values<Table>
}

function readOne(field: Field<unknown>, value: unknown, location: RefusalDetail['location'], name: string): unknown {
  if (value === undefined && field.isRequired) {
    throw paramError(location, pointer(location, name), `is required (${field.kind})`)
  }
  try {
    return field.read(value)
  } catch (error) {
    if (error instanceof FieldProblem) throw paramError(location, pointer(location, name), error.message, value)
    throw error
  }
}

/** Bodies are pointed into (`/service_id`), the rest is named. */
function pointer(location: RefusalDetail['location'], name: string): string {
  return location === 'body' ? `/${name}` : name
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
