// Kinds of fields: text, numbers, objects, lists.
import { FieldProblem, readOne, readTable, type Field, type FieldTable, type Values } from './fieldTable'

/** A value that follows a pattern, and its description for people. */
export interface Pattern {
  expression: RegExp
  means: string
}

/**
 * A non-empty string. The pages do not say whether a limit counts characters or bytes, so both are held to it; UTF-8
 * bytes are never fewer, so they decide.
 */
export function text(max: number, pattern?: Pattern, min = 1): Field<string> {
  return {
    kind: `string[${min},${max}]`,
    isRequired: true,
    read: (value) => {
      if (typeof value !== 'string') throw new FieldProblem(`must be a string, got ${typeName(value)}`)
      if (value === '') throw new FieldProblem('must not be empty')
      const bytes = Buffer.byteLength(value)
      if (bytes > max) throw new FieldProblem(`at most ${max} bytes, got ${bytes} in ${value.length} characters`)
      if (bytes < min) throw new FieldProblem(`at least ${min} bytes, got ${bytes}`)
      if (pattern && !pattern.expression.test(value)) throw new FieldProblem(`must be ${pattern.means}`)
      return value
    },
  }
}

/** A JSON number without fraction that fits a JavaScript number. */
export function integer(min: number): Field<number> {
  return {
    kind: 'integer',
    isRequired: true,
    read: (value) => {
      if (typeof value !== 'number') throw new FieldProblem(`must be a JSON integer, got ${typeName(value)}`)
      if (!Number.isSafeInteger(value) || value < min) throw new FieldProblem(`must be an integer of ${min} or more`)
      return value
    },
  }
}

/** A positive whole number; a JSON number in a body, digits in a path. */
export const id = (): Field<number> => integer(1)

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

/** An object with a table of its own. */
export function object<Table extends FieldTable>(table: Table): Field<Values<Table>> {
  return {
    kind: 'object',
    isRequired: true,
    read: (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        throw new FieldProblem(`must be an object, got ${typeName(value)}`)
      }
      return readTable(table, value as Record<string, unknown>)
    },
  }
}

/** A list of what `field` reads, with one member at least. */
export function list<T>(field: Field<T>, max = Infinity): Field<T[]> {
  return {
    kind: `array[${field.kind}]`,
    isRequired: true,
    read: (value) => {
      if (!Array.isArray(value)) throw new FieldProblem(`must be an array, got ${typeName(value)}`)
      if (value.length === 0) throw new FieldProblem('must not be empty')
      if (value.length > max) throw new FieldProblem(`at most ${max}, got ${value.length}`)
      return value.map((member: unknown, index) => readOne(field, member, String(index)))
    },
  }
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'array' : typeof value
}
