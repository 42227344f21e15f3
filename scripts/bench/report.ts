import { textTable } from '../textTable'
import { isMet, isMissing } from './row'
import type { Result, Row } from './row'

/** The report as people read it. */
export function reportBench(results: readonly Result[]): string {
  return textTable(
    [
      { title: '' },
      { title: 'what' },
      { title: 'figure', align: 'right' },
      { title: 'target', align: 'right' },
      { title: 'behind it' },
    ],
    results.map((result) =>
      isMissing(result)
        ? ['??', result.what, '', '', `could not be measured: ${result.reason}`]
        : [mark(result), result.what, figure(result.value, result.unit), targetText(result), result.detail ?? ''],
    ),
  )
}

function mark(row: Row): string {
  const met = isMet(row)
  if (met === undefined) return ''
  return met ? 'ok' : 'MISS'
}

function figure(value: number, unit: Row['unit']): string {
  if (unit === 'ratio') return value.toFixed(3)
  return unit === 'trips' ? String(value) : `${value.toFixed(1)} ${unit}`
}

function targetText({ target, unit }: Row): string {
  if (!target) return ''
  return 'atLeast' in target ? `>= ${bound(target.atLeast, unit)}` : `<= ${bound(target.atMost, unit)}`
}

const bound = (value: number, unit: Row['unit']) => (unit === 'ratio' ? value.toFixed(2) : `${value} ${unit}`)
