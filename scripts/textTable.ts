import widthOf from 'string-width'

/** @param columns of a terminal, of which a Chinese character takes two */
export const padRight = (text: string, columns: number): string => text + blanks(columns - widthOf(text))

const padLeft = (text: string, columns: number): string => blanks(columns - widthOf(text)) + text

const blanks = (count: number): string => ' '.repeat(Math.max(0, count))

interface Column {
  title: string
  align?: 'right'
}

/** Lines of a table: columns as wide as their widest cell, two blanks between them. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const titles = columns.map(({ title }) => title)
  const widths = titles.map((title, i) => widest([title, ...rows.map((row) => row[i] ?? '')]))
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, i) => (align === 'right' ? padLeft : padRight)(cells[i] ?? '', widths[i] ?? 0))
      .join('  ')
      .trimEnd()
  return [line(titles), ...rows.map(line)].join('\n')
}

/** @returns columns */
export const widest = (texts: readonly string[]): number => Math.max(...texts.map((text) => widthOf(text)))

/** 1,234,567 -> `1234.6 kB` (1 kB is 1000 bytes). */
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
