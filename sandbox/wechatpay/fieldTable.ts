// Field tables: what a body, query or path may hold, and reading it. The tables are the stand-in's own, so that a limit
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
  constructor(
    message: string,
    /** JSON pointer from where the reading began; empty: the value itself. */
    readonly at = '',
    readonly value?: unknown,
  ) {
    super(message)
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
  try {
    return readTable(table, input)
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error
    // Bodies are pointed into (`/amount/total`), the rest is named.
    const field = location === 'body' ? error.at : error.at.slice(1)
    throw paramError(location, field, error.message, error.value)
  }
}

/** @throws {FieldProblem} that says where */
export function readTable<Table extends FieldTable>(
  table: Table,
  input: Readonly<Record<string, unknown>>,
): Values<Table> {
  const values: Record<string, unknown> = {}
  for (const name of Object.keys(input)) {
    if (!Object.hasOwn(table, name)) throw new FieldProblem('is not a field of this endpoint', `/${name}`)
  }
  for (const [name, field] of Object.entries(table)) {
    values[name] = readOne(field, Object.hasOwn(input, name) ? input[name] : undefined, name)
  }
  return values as Values<Table>
}

/** @throws {FieldProblem} under `name` */
export function readOne<T>(field: Field<T>, value: unknown, name: string): T {
  if (value === undefined && field.isRequired) throw new FieldProblem(`is required (${field.kind})`, `/${name}`)
  try {
    return field.read(value)
  } catch (error) {
    if (!(error instanceof FieldProblem)) throw error
    const isInside = error.at !== ''
    throw new FieldProblem(error.message, `/${name}${error.at}`, isInside ? error.value : value)
  }
}
