interface Column {
  title: string
  align?: 'right'
}

/** A Chinese character takes the place of two letters. */
export const widthOf = (text: string): number => text.replace(/[\u2e80-\u9fff\uff00-\uff60]/g, '..').length

/** Lines of a table: columns as wide as their widest cell, two blanks between them. */
export function textTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string {
  const titles = columns.map(({ title }) => title)
  const widths = titles.map((title, i) => Math.max(...[title, ...rows.map((row) => row[i] ?? '')].map(widthOf)))
  const line = (cells: readonly string[]) =>
    columns
      .map(({ align }, i) => {
        const cell = cells[i] ?? ''
        const blanks = ' '.repeat((widths[i] ?? 0) - widthOf(cell))
        return align === 'right' ? blanks + cell : cell + blanks
      })
      .join('  ')
      .trimEnd()
  return [line(titles), ...rows.map(line)].join('\n')
}

/** 1,234,567 -> `1234.6 kB` (1 kB is 1000 bytes). */
export const kilobytes = (bytes: number): string => `${(bytes / 1000).toFixed(1)} kB`
