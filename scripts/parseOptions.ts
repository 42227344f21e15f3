// The options of a command, as they were typed.
import { parseArgs, type ParseArgsConfig } from 'node:util'

/**
 * An option may have no empty value, as it has of a variable of the shell that is not set: taken for one, it would be the folder the
 * command is run in, or the environment of somebody else, and nobody told.
 * @throws {Error} naming the option, with what is wrong
 */
export function parseOptions<const T extends ParseArgsConfig>(config: T): ReturnType<typeof parseArgs<T>> {
  const parsed = parseArgs(config)
  const empty = Object.entries(parsed.values).find(([, value]) => [value].flat().includes(''))
  if (empty) throw new Error(`--${empty[0]}: is empty`)
  return parsed
}
