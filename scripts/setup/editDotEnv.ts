// The text of `.env` with other values in it, and everything else as it was: comments, blank lines, lines of others, line ends.
import { isDeepStrictEqual } from 'node:util'
import { parse } from 'dotenv'
import type { Values } from './values'

/** @throws {Error} naming a value that no quotes can hold */
export const editDotEnv = (text: string, values: Values): string =>
  Object.entries(values).reduce((edited, [name, value]) => setLine(edited, name, value), text)

function setLine(text: string, name: string, value: string): string {
  const end = /\r\n/.test(text) ? '\r\n' : '\n'
  const line = `${name}=${quoted(name, value)}`
  const [first, ...others] = assignmentsOf(text, name)
  if (first) {
    // One name, one line: of several the last would count.
    const without = others.reverse().reduce((left, one) => cut(left, one, ''), text)
    return cut(without, first, line)
  }
  const example = new RegExp(`^#[ \\t]*${name}=.*$`, 'm').exec(text)
  if (example)
    return cut(
      text,
      { from: example.index, to: example.index + example[0].trimEnd().length },
      `${example[0].trimEnd()}${end}${line}`,
    )
  return `${text}${text === '' || text.endsWith('\n') ? '' : end}${line}${end}`
}

interface Range {
  from: number
  to: number
}

const cut = (text: string, { from, to }: Range, put: string): string => text.slice(0, from) + put + text.slice(to)

/** As dotenv reads lines: quoted values may go on over several, and the quote that ends one has nothing but a comment behind it. */
const ASSIGNMENT =
  /^[^\S\r\n]*(?:export\s+)?([\w.-]+)[^\S\r\n]*=[^\S\r\n]*('(?:\\'|[^'])*'|"(?:\\"|[^"])*"|`(?:\\`|[^`])*`|[^#\r\n]*)[^\S\r\n]*(?=#|$)/gm

function assignmentsOf(text: string, name: string): Range[] {
  const body = text.replace(/^\uFEFF/, ' ')
  return [...body.matchAll(ASSIGNMENT)]
    .filter(([, found]) => found === name)
    .map(({ index, 0: all }) => ({
      from: index + (/^\s*/.exec(all)?.[0].length ?? 0),
      to: index + all.trimEnd().length,
    }))
}

/** In the first dress from which dotenv gives the very value back, whatever stands below. */
function quoted(name: string, value: string): string {
  const dresses = [
    ...(IS_PLAIN.test(value) ? [value] : []),
    ...["'", '"', '`'].filter((quote) => !value.includes(quote)).map((quote) => quote + value + quote),
  ]
  const dress = dresses.find((text) => holds(name, text, value))
  if (dress !== undefined) return dress
  throw new Error(`${name}: no quotes hold it in .env; expected a value without ' or without \``)
}

const IS_PLAIN = /^[^\s'"`#]+$/

const BELOW = { ONE: '1', TWO: '2', THREE: '3' }

const holds = (name: string, text: string, value: string): boolean =>
  isDeepStrictEqual({ ...parse(`${name}=${text}\nONE='1'\nTWO="2"\nTHREE=\`3\``) }, { [name]: value, ...BELOW })
