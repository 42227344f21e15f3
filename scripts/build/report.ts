import { formatMessagesSync } from 'esbuild'
import type { BuildFailure } from 'esbuild'
import { kilobytes, textTable } from '../textTable'
import type { BuildResult } from './buildAll'

interface Line {
  path: string
  bytes: number
  besideBytes?: number
  timeMs: number
  changed: boolean
}

/** What was built, one line each. */
export function reportBuild({ functions, removed, library: client, entrustSign, callKit }: BuildResult): string {
  const lines: Line[] = functions.map((built) => ({ path: `cloudfunctions/${built.name}`, ...built }))
  if (client) lines.push({ path: 'wechatpay', ...client })
  if (entrustSign) lines.push({ path: 'entrust-sign', ...entrustSign })
  if (callKit) lines.push({ path: 'call-kit', ...callKit })
  const table = textTable(
    [
      { title: 'dist/' },
      { title: 'size', align: 'right' },
      { title: 'beside it', align: 'right' },
      { title: 'time', align: 'right' },
      { title: '' },
    ],
    lines.map(({ path, bytes, besideBytes, timeMs, changed }) => [
      path,
      kilobytes(bytes),
      besideBytes ? kilobytes(besideBytes) : '-',
      `${timeMs.toFixed(0)} ms`,
      changed ? '' : 'unchanged',
    ]),
  )
  return [table, ...removed.map((name) => `removed dist/cloudfunctions/${name}: its source is gone`)].join('\n')
}

/** What went wrong and where. esbuild's own messages come with file, line and the line's text. */
export function reportFailure(error: unknown, color: boolean): string {
  if (!(error instanceof Error)) return String(error)
  const { errors = [] } = error as Partial<BuildFailure>
  if (errors.length === 0) return error.message
  return formatMessagesSync(errors, { kind: 'error', color }).join('').trimEnd()
}
