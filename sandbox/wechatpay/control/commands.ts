// CONTROL: every command, its fields with help, and what it does. One table serves the typed object and HTTP alike.
import * as v from 'valibot'
import { NotPossible } from '../agreement'
import { Refusal } from '../refusal'

/** What is wrong with a command or its fields. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
  constructor(
    /** HTTP status when it came over HTTP. */
    readonly status: 400 | 404 | 409,
    message: string,
  ) {
    super(message)
  }
}

type Fields = v.ObjectEntries
type FieldsSchema<Entries extends Fields> = v.StrictObjectSchema<Entries, undefined>

interface Command<Input, Output> {
  help: string
  schema: FieldsSchema<Fields>
  run: (input: unknown) => Promise<Output>
  /** Only in types: what `run` takes. */
  readonly input?: Input
}

export type CommandTable = Record<string, Command<unknown, unknown>>

/** Calls of a table: `{}` may be left out where every field may. */
export type Calls<Table> = {
  [Name in keyof Table]: Table[Name] extends Command<infer Input, infer Output>
    ? Partial<Input> extends Input
      ? (input?: Input) => Promise<Output>
      : (input: Input) => Promise<Output>
    : never
}

export function command<Entries extends Fields, Output>(
  help: string,
  entries: Entries,
  run: (input: v.InferOutput<FieldsSchema<Entries>>) => Output | Promise<Output>,
): Command<v.InferInput<FieldsSchema<Entries>>, Output> {
  const schema = v.strictObject(entries)
  return {
    help,
    schema: schema,
    run: async (input) => {
      if (Array.isArray(input)) throw new ControlError(400, 'the input must be an Object of fields, not an array')
      const parsed = v.safeParse(schema, input ?? {})
      if (!parsed.success) throw new ControlError(400, parsed.issues.map(explain).join('; '))
      return await orControlError(() => run(parsed.output))
    },
  }
}

/** What cannot happen in WeChat is the caller's mistake, not ours. */
async function orControlError<Output>(run: () => Output | Promise<Output>): Promise<Output> {
  try {
    return await run()
  } catch (error) {
    const isTheirs =
      error instanceof NotPossible ||
      error instanceof Refusal ||
      error instanceof TypeError ||
      error instanceof RangeError
    if (isTheirs) throw new ControlError(409, error.message)
    throw error
  }
}

function explain(issue: v.BaseIssue<unknown>): string {
  const path = v.getDotPath(issue)
  if (issue.type === 'strict_object' && issue.expected === 'never')
    return `${path ?? '?'} is not a field of this command`
  return `${path ?? 'input'}: ${issue.message}`
}

/** `GET /_control/`: every command with its fields. */
export function describeCommands(table: CommandTable): Record<string, unknown> {
  const described = Object.entries(table).map(([name, { help, schema }]) => {
    const fields = Object.entries(schema.entries).map(([field, entry]) => [field, describeField(entry)] as const)
    return [name, { help, fields: Object.fromEntries(fields) }] as const
  })
  return Object.fromEntries(described)
}

type Entry = v.GenericSchema & { wrapped?: v.GenericSchema }

function describeField(entry: Entry): string {
  const inner = entry.wrapped ?? entry
  const description = v.getDescription(inner) ?? v.getDescription(entry)
  const needed = entry.type === 'optional' ? 'optional' : 'required'
  return [`${needed} ${inner.expects}`, description].filter(Boolean).join(': ')
}
