// Commands that are told nothing: what is typed beside them is an oversight, or asks what they are.
import { orExit } from './orExit'
import { parseOptions } from './parseOptions'

/**
 * To be called before anything has begun: `--help` is answered, and anything else refused with exit code 2; either ends the process.
 * @param command such as `npm run generate`
 * @param what it does, in a sentence or two
 */
export function takesNothing(command: string, what: string): void {
  const options = { help: { type: 'boolean', default: false } } as const
  const { help } = orExit(() => parseOptions({ args: process.argv.slice(2), options }).values, command, 'en')
  if (!help) return
  console.log(
    `${command}\n\n${what}\n\nExit code 0: done. 1: failed. 2: it was given arguments, and takes none but --help.`,
  )
  process.exit(0)
}
