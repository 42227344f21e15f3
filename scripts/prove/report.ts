// What `npm run prove` prints: a line while a proof goes on, and one table of them all.
import type { Proof } from '../../test/prove/proof'
import { textTable } from '../textTable'

export interface Tried {
  proof: Proof
  seconds: number
  /** Of a proof that holds. */
  figures: readonly string[]
  /** Of one that does not. */
  failure?: string
}

export function reportProofs(tried: readonly Tried[]): string {
  const rows = tried.flatMap(({ proof, seconds, figures, failure }) => {
    const [first = '', ...more] = failure === undefined ? figures : [firstLine(failure)]
    const mark = failure === undefined ? 'holds' : 'FAILS'
    return [[mark, proof.name, `${seconds.toFixed(0)} s`, first], ...more.map((figure) => ['', '', '', figure])]
  })
  const columns = [{ title: '' }, { title: 'proof' }, { title: 'took', align: 'right' as const }, { title: 'figures' }]
  return textTable(columns, rows)
}

const firstLine = (text: string): string => text.split('\n')[0] ?? ''

/** Of where the person stands: one line that is written over, or nothing where the output is kept. */
export function progressLine(out: NodeJS.WriteStream, { name, unit }: Proof): Progress {
  if (!out.isTTY) return { tell: () => undefined, clear: () => undefined }
  const startedMs = Date.now()
  return {
    tell(done, of) {
      const seconds = Math.round((Date.now() - startedMs) / 1000)
      out.write(`\r\x1b[K${name}: ${done.toLocaleString('en')} of ${of.toLocaleString('en')} ${unit}, ${seconds} s`)
    },
    clear: () => out.write('\r\x1b[K'),
  }
}

interface Progress {
  tell: (done: number, of: number) => void
  clear: () => void
}
