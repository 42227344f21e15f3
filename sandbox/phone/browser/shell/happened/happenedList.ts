// HAPPENED: the list beside the phone. Each row can be opened: by mouse, and by arrow keys and Enter.
import type { LiveEntry } from '../../../wire'
import { byId } from '../dom'
import { drawRow, textOf } from './drawRow'
import { FilterBar } from './filterBar'
import { rowsOf, type Row } from './rows'

interface ListDeps {
  /** @param row it came from; the focus goes back there */
  onOpen: (entry: LiveEntry) => void
  /** Lines came, changed or went. */
  onChange: (entry: LiveEntry | undefined) => void
}

export class HappenedList {
  readonly #entries = new Map<number, LiveEntry>()
  readonly #unfolded = new Set<number>()
  readonly #filters = new FilterBar(() => this.#draw())
  readonly #list = byId('happened')
  #rows: Row[] = []
  /** The row the keys speak of. */
  #current: number | undefined
  #selectedHop: string | undefined
  #isDrawingDue = false
  /** What is drawn, by row, and what it says. */
  readonly #drawn = new Map<number, { said: string; line: HTMLElement }>()

  constructor(private readonly deps: ListDeps) {
    this.#list.onkeydown = (event) => this.#onKey(event)
    this.#list.onclick = ({ target }) => this.#onClick(target as HTMLElement)
  }

  show(entry: LiveEntry): void {
    this.#entries.set(entry.id, entry)
    const [oldest] = this.#entries.keys()
    if (this.#entries.size > MAX_ENTRIES && oldest !== undefined) this.#entries.delete(oldest)
    // Of several at once one drawing.
    if (!this.#isDrawingDue) queueMicrotask(() => this.#draw())
    this.#isDrawingDue = true
    this.deps.onChange(entry)
  }

  clear(): void {
    this.#entries.clear()
    this.#unfolded.clear()
    this.#drawn.clear()
    this.#current = undefined
    this.#draw()
    this.deps.onChange(undefined)
  }

  /** In the language of the page, from now on. */
  redraw(): void {
    this.#filters.draw()
    this.#drawn.clear()
    this.#draw()
  }

  /** Marks the row of what is open, if it is seen. */
  select(hop: string | undefined): void {
    this.#selectedHop = hop
    const row = this.#rows.find(({ entry }) => entry.hop === hop)
    if (row && hop !== undefined) this.#current = row.id
    this.#mark()
    if (hop !== undefined) this.#element(this.#current)?.scrollIntoView({ block: 'nearest' })
  }

  /** The line behind a hop, whether it is seen or not. */
  find(hop: string): LiveEntry | undefined {
    return [...this.#entries.values()].find((entry) => entry.hop === hop)
  }

  /** @returns the line above or below the one that is open, as they are seen */
  neighbour(hop: string, by: -1 | 1): LiveEntry | undefined {
    const at = this.#rows.findIndex(({ entry }) => entry.hop === hop)
    return at < 0 ? undefined : this.#rows[at + by]?.entry
  }

  focus(): void {
    this.#element(this.#current)?.focus()
  }

  #draw(): void {
    this.#isDrawingDue = false
    const { filter } = this.#filters
    const entries = [...this.#entries.values()]
    this.#rows = rowsOf(entries, { filter, unfolded: this.#unfolded, textOf })
    byId('happened-empty').hidden = entries.length > 0
    byId('happened-none').hidden = entries.length === 0 || this.#rows.length > 0
    const isAtEnd = this.#list.scrollHeight - this.#list.scrollTop - this.#list.clientHeight < NEAR_PX
    const hadFocus = this.#list.contains(document.activeElement)
    this.#place(this.#rows.map((row, index) => this.#drawOne(row, this.#rows[index - 1])))
    this.#mark()
    if (hadFocus) this.focus()
    else if (isAtEnd) this.#list.scrollTop = this.#list.scrollHeight
  }

  /** What says the same stays the same element: nobody loses a click, a selection or the focus. */
  #drawOne(row: Row, above: Row | undefined): HTMLElement {
    const owner = row.depth > 0 ? above?.entry.user : undefined
    const said = JSON.stringify([row, owner])
    const before = this.#drawn.get(row.id)
    if (before?.said === said) return before.line
    const line = drawRow(row, owner)
    if (!before) line.classList.add('is-new')
    this.#drawn.set(row.id, { said, line })
    return line
  }

  #place(lines: readonly HTMLElement[]): void {
    const wanted = new Set<Element>(lines)
    for (const line of [...this.#list.children]) if (!wanted.has(line)) line.remove()
    lines.forEach((line, index) => {
      const there = this.#list.children[index]
      if (there !== line) this.#list.insertBefore(line, there ?? null)
    })
  }

  /** One row can be reached by Tab: the current one, or else the last. */
  #mark(): void {
    const current = this.#rows.some(({ id }) => id === this.#current) ? this.#current : this.#rows.at(-1)?.id
    this.#current = current
    for (const line of this.#list.children as HTMLCollectionOf<HTMLElement>) {
      const row = this.#rows.find(({ id }) => String(id) === line.dataset['id'])
      line.tabIndex = line.dataset['id'] === String(current) ? 0 : -1
      line.setAttribute('aria-selected', String(row?.entry.hop !== undefined && row.entry.hop === this.#selectedHop))
    }
  }

  #onClick(target: HTMLElement): void {
    const row = this.#rowAt(target)
    if (!row) return
    this.#current = row.id
    if (target.closest('.fold')) this.#fold(row, !row.isUnfolded)
    else this.deps.onOpen(row.entry)
  }

  #onKey(event: KeyboardEvent): void {
    const at = this.#rows.findIndex(({ id }) => id === this.#current)
    const row = this.#rows[at]
    if (!row) return
    const ways: Readonly<Record<string, () => void>> = {
      ArrowDown: () => this.#moveTo(at + 1),
      ArrowUp: () => this.#moveTo(at - 1),
      Home: () => this.#moveTo(0),
      End: () => this.#moveTo(this.#rows.length - 1),
      ArrowRight: () => this.#fold(row, true),
      ArrowLeft: () => this.#fold(row, false),
      Enter: () => this.deps.onOpen(row.entry),
      ' ': () => this.deps.onOpen(row.entry),
    }
    const go = ways[event.key]
    if (!go || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    go()
  }

  #moveTo(at: number): void {
    const row = this.#rows[Math.max(0, Math.min(at, this.#rows.length - 1))]
    this.#current = row?.id
    this.#mark()
    this.focus()
  }

  #fold({ id, count }: Row, isUnfolded: boolean): void {
    if (count < 2) return
    if (isUnfolded) this.#unfolded.add(id)
    else this.#unfolded.delete(id)
    this.#draw()
    this.focus()
  }

  #rowAt(target: HTMLElement): Row | undefined {
    const id = target.closest<HTMLElement>('li')?.dataset['id']
    return this.#rows.find((row) => String(row.id) === id)
  }

  #element(id: number | undefined): HTMLElement | null {
    return this.#list.querySelector(`[data-id="${id ?? ''}"]`)
  }
}

/** As many as the server keeps. */
const MAX_ENTRIES = 300
/** So close to the end is at the end. */
const NEAR_PX = 40
