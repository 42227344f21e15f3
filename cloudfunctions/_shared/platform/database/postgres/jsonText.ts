// Documents as JSON text that PostgreSQL takes apart. It refuses U+0000 and half a surrogate pair wherever it looks into a
// text, and what others send us may hold either: so those are written in another way.

/** A private character; where a text holds it itself, it is written the other way too. */
const MARK = '\uf8ff'

/** Escapes as JSON.stringify writes them, one after another, so that none is taken out of the middle of a `\\`. */
const NOT_TAKEN = /\\(?:u(0000|d[89a-f][0-9a-f]{2})|[^])|\uf8ff/g
const MARKED = /\uf8ff([0-9a-f]{4})/g

export const toJsonText = (value: unknown): string =>
  JSON.stringify(value).replace(NOT_TAKEN, (found: string, code: string | undefined) => {
    if (found === MARK) return `${MARK}f8ff`
    return code === undefined ? found : MARK + code
  })

export const fromJsonText = (text: string): unknown => JSON.parse(text.replace(MARKED, '\\u$1'))
