// DRAWER: the parts of what is shown of a line.
import type { Block, Fact, Step } from '../../../hop'
import { read, readPill, type Said } from '../../../texts/texts'
import { LANES } from '../../../wire'
import { make } from '../dom'
import { drawWords } from '../happened/drawRow'
import { texts } from '../language'
import { clockTime } from '../words'
import { copyButton } from './copy'

type Open = (hop: string) => void
type Of<Kind extends Block['kind']> = Extract<Block, { kind: Kind }>

const words = (said: Said): string => read(said, texts())

/** @param open the line a step tells of */
export function drawBlock(block: Block, open: Open): HTMLElement {
  switch (block.kind) {
    case 'title':
      return make('h3', { textContent: words(block.text) })
    case 'verdict':
      return drawVerdict(block)
    case 'facts':
      return part(block.title, drawFacts(block.facts))
    case 'code':
      return part(block.title, code(block.text), copyButton(block.text))
    case 'base':
      return part(block.title, drawBase(block), copyButton(block.text))
    case 'way':
      return part(block.title, drawWay(block.steps, open))
    case 'lines':
      return drawLines(block)
    case 'parts':
      return drawParts(block, open)
    case 'note':
      return make('p', { className: 'note', textContent: words(block.text) })
  }
}

function part(title: Said | undefined, content: HTMLElement, ...beside: HTMLElement[]): HTMLElement {
  const box = make('div', { className: 'part' })
  if (title !== undefined)
    box.append(make('div', { className: 'part-head' }, make('h4', { textContent: words(title) }), ...beside))
  box.append(content)
  return box
}

/** What is long is scrolled by keys too. */
const code = (text: string): HTMLElement => make('pre', { textContent: text, tabIndex: 0 })

function drawVerdict({ tone, what, why, cure }: Of<'verdict'>): HTMLElement {
  const box = make('div', { className: `verdict is-${tone}` }, make('b', { textContent: words(what) }))
  if (why !== undefined) box.append(make('p', { textContent: words(why) }))
  if (cure !== undefined) box.append(make('p', { textContent: words(cure) }))
  return box
}

function drawFacts(facts: readonly Fact[]): HTMLElement {
  const list = make('dl', { className: 'facts' })
  for (const { name, value, note } of facts) {
    const told = make('dd', { textContent: words(value) })
    if (note !== undefined) told.append(make('small', { textContent: words(note) }))
    list.append(make('dt', { textContent: words(name) }), told)
  }
  return list
}

/** Line ends are seen, and not copied. What differs from what was signed is marked. */
function drawBase({ text, marked: [from, to] = [0, 0] }: Of<'base'>): HTMLElement {
  const box = make('pre', { className: 'base', tabIndex: 0 })
  const pieces: [text: string, isMarked: boolean][] = [
    [text.slice(0, from), false],
    [text.slice(from, to), true],
    [text.slice(to), false],
  ]
  for (const [piece, isMarked] of pieces) {
    if (piece === '') continue
    const drawn = piece.split('\n').flatMap((line, index) => (index === 0 ? [line] : [lineEnd(), `\n${line}`]))
    box.append(...(isMarked ? [make('mark', {}, ...drawn)] : drawn))
  }
  return box
}

function lineEnd(): HTMLElement {
  const mark = make('span', { className: 'line-end', textContent: '\\n', title: texts().drawer.lineEnd })
  return mark
}

function drawWay(steps: readonly Step[], open: Open): HTMLElement {
  const { marks, list } = texts()
  const heads = LANES.map((lane) => make('span', { textContent: marks[lane], title: list[lane] }))
  const head = make('li', { className: 'way-head' }, make('span'), ...heads)
  head.setAttribute('aria-hidden', 'true')
  return make('ol', { className: 'way' }, head, ...steps.map((step) => drawStep(step, open)))
}

function drawStep({ lane, afterMs, tone, text, pill, hop, isHere }: Step, open: Open): HTMLElement {
  const line = make('li', { className: isHere ? 'is-here' : '' }, make('time', { textContent: span(afterMs) }))
  for (const one of LANES) line.append(make('i', { className: one === lane ? `at ${tone}` : '' }))
  const told = drawWords(words(text))
  const name = make('span', { className: 'heard', textContent: `${texts().list[lane]}: ` })
  const isLink = hop !== undefined && hop !== '' && isHere !== true
  const link = (): HTMLElement =>
    make('button', { type: 'button', className: 'step', onclick: () => open(hop ?? '') }, name, ...told)
  line.append(isLink ? link() : make('span', { className: 'step' }, name, ...told))
  if (pill !== undefined) line.append(make('span', { className: `pill ${tone}`, textContent: readPill(pill, texts()) }))
  return line
}

/** Short enough for its column. */
function span(ms: number): string {
  if (ms < 10_000) return `+${ms} ms`
  return ms < 600_000 ? `+${Math.round(ms / 1000)} s` : `+${Math.round(ms / 60_000)} min`
}

const drawLines = ({ lines }: Of<'lines'>): HTMLElement =>
  make(
    'ol',
    { className: 'log-lines' },
    ...lines.map(({ atMs, text, isError }) =>
      make(
        'li',
        { className: isError ? 'bad' : '' },
        make('time', { textContent: clockTime(atMs) }),
        make('pre', { textContent: text }),
      ),
    ),
  )

function drawParts({ parts }: Of<'parts'>, open: Open): HTMLElement {
  const drawn = parts.map(({ title, note, pill, tone, blocks }) => {
    const head = make(
      'summary',
      {},
      make('span', { className: 'name', textContent: words(title) }),
      make('small', { textContent: words(note) }),
      make('span', { className: `pill ${tone}`, textContent: readPill(pill, texts()) }),
    )
    return make('details', {}, head, ...blocks.map((block) => drawBlock(block, open)))
  })
  return make('div', { className: 'parts' }, ...drawn)
}
