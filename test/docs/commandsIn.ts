// The commands a document tells its reader to run: in blocks of `sh`, and in backticks.

const PROGRAMS = /^(npm|npx|node|curl|tcb|psql|cp|git) (?!is )/

/** Without what is a comment, and without variables that are set to something: those are settings. */
const linesOf = (block: string): string[] =>
  block
    .split('\n')
    .map((line) => line.replace(/(^|\s+)# .*$/, '').trim())
    .filter((line) => line !== '' && !/^(# )?[A-Z_]+=/.test(line))

/** Values are the reader's: `id=EV-2018` is the same command as `id=c0ffee`. So is npm, silent or not. */
const withoutValues = (command: string): string =>
  command
    .replace(/^npm run -s /, 'npm run ')
    .replace(/ ([a-z_]+)=\S+/gi, ' $1=')
    .replace(/ <[^>]+>/g, ' <>')

/** As they stand. */
export const commandsAsWritten = (text: string): string[] => {
  const blocks = [...text.matchAll(/^```sh\n([^]*?)^```$/gm)].flatMap(([, block = '']) => linesOf(block))
  const spans = [...text.replace(/^```[^]*?^```$/gm, '').matchAll(/`([^`\n]+)`/g)].map(([, span = '']) => span)
  return [...blocks, ...spans.filter((span) => PROGRAMS.test(span))]
}

/** Each once, as they are known by. */
export const commandsIn = (text: string): string[] => [...new Set(commandsAsWritten(text).map(withoutValues))]
