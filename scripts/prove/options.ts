// What `npm run prove` may be told.
import { FIRST_SEED, type Proof } from '../../test/prove/proof'
import { parseOptions } from '../parseOptions'

export interface ProveOptions {
  isHelp: boolean
  proofs: readonly Proof[]
  seed: number
  /** In place of each proof's own count. */
  seeds?: number
}

/** @throws {Error} naming the option, with what was expected */
export function readProveOptions(args: string[], all: readonly Proof[]): ProveOptions {
  const { values } = parseOptions({
    args,
    options: {
      only: { type: 'string', multiple: true },
      seed: { type: 'string' },
      seeds: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  return {
    isHelp: values.help,
    proofs: values.only ? values.only.map((name) => named(name, all)) : all,
    seed: values.seed === undefined ? FIRST_SEED : wholeNumber('--seed', values.seed, 0),
    ...(values.seeds !== undefined && { seeds: wholeNumber('--seeds', values.seeds, 1) }),
  }
}

function named(name: string, all: readonly Proof[]): Proof {
  const proof = all.find((one) => one.name === name)
  if (proof) return proof
  throw new Error(`--only ${name}: expected one of ${all.map((one) => one.name).join(', ')}`)
}

function wholeNumber(option: string, text: string, least: number): number {
  const number = Number(text)
  if (/^\d+$/.test(text) && Number.isSafeInteger(number) && number >= least) return number
  throw new Error(`${option} ${text}: expected a whole number, ${least} or more`)
}

export function helpText(all: readonly Proof[]): string {
  const width = Math.max(...all.map(({ name }) => name.length))
  const lines = all.map(({ name, claim, counts, unit }) => {
    const count = `${counts.whole.toLocaleString('en')} ${unit}`
    return `  ${name.padEnd(width)}  ${claim} (${count})`
  })
  return `npm run prove [-- options]

Tries long and hard to break what the kit promises, and prints one table. Builds the functions first. Exit code 0 only if all
of it holds; 1 if not; 2: wrong arguments; 130: Ctrl-C, which leaves nothing behind. No account and no network needed.

  --only <name>   one of those below; may be given more than once
  --seed <n>      the first seed, as a failure prints it; ${FIRST_SEED} unless told otherwise
  --seeds <n>     how many cases, in place of each proof's own number: --seeds 1 with --seed replays one
  --help          this text

${lines.join('\n')}`
}
