import stringWidth from 'string-width'

/** A Chinese character is two columns wide on a terminal. */
export const padRight = (text: string, columns: number): string =>
  text + ' '.repeat(Math.max(0, columns - stringWidth(text)))

const padLeft = (text: string, columns: number): string => ' '.repeat(Math.max(0, columns - stringWidth(text))) + text

interface Column {
  title: string
  align?: 'right'
}

/** Lines of a table: columns as wide as their widest cell, two blanks between them. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const titles = columns.map(({ title }) => title)
  const widths = titles.map((title, i) =>
    Math.max(...[title, ...rows.map((row) => row[i] ?? '')].map((cell) => stringWidth(cell))),
  )
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, i) => {
        const cell = cells[i] ?? ''
        return (align === 'right' ? padLeft : padRight)(cell, widths[i] ?? 0)
      })
      .join('  ')
      .trimEnd()
  return [line(titles), ...rows.map(line)].join('\n')
}

/** 1,234,567 -> `1234.6 kB` (1 kB is 1000 bytes). */
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
