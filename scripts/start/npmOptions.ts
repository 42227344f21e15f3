// `npm start --once`, without the `--` that hands options on: npm keeps them for itself, and tells of them in variables.
import { OPTIONS } from './options'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * What was meant, as if it had come behind `--`.
 * @param args what npm left over: values of options it took for flags
 * @throws {Error} which value belongs to which option cannot be told any more
 */
export function withNpmOptions(args: readonly string[], env: Environment): string[] {
  if (env['npm_lifecycle_event'] !== 'start') return [...args]
  const taken = Object.entries(OPTIONS).flatMap(([name, { type }]) => takenBy(name, type, env))
  const open = taken.filter(({ value }) => value === undefined)
  const loose = args.filter((arg) => !arg.startsWith('-'))
  if (open.length === 0) return [...args, ...taken.map(written)]
  if (open.length > 1 || loose.length !== 1) {
    throw new Error(
      `npm took ${open.map(({ name }) => `--${name}`).join(' and ')} for its own: put -- before the options`,
    )
  }
  const rest = args.filter((arg) => arg !== loose[0])
  return [...rest, ...taken.map((one) => written({ value: loose[0], ...one }))]
}

interface Taken {
  name: string
  /** Absent: of an option that needs one, and it was left over. `true`: of one that takes none. */
  value?: string | undefined
}

function takenBy(name: string, type: 'boolean' | 'string', env: Environment): Taken[] {
  // npm reads --no-x as x, turned off.
  const [, off] = /^no-(.+)$/.exec(name) ?? []
  const given = env[`npm_config_${(off ?? name).replaceAll('-', '_')}`]
  if (given === undefined) return []
  if (type === 'boolean') return (off === undefined ? given === 'true' : given === '') ? [{ name, value: 'true' }] : []
  return [given === 'true' ? { name } : { name, value: given }]
}

const written = ({ name, value }: Taken): string => (value === 'true' ? `--${name}` : `--${name}=${value ?? ''}`)
