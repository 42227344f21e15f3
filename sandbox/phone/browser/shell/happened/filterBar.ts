// HAPPENED: what of it is wanted: a lane, how it went, and words.
import { LANES } from '../../../wire'
import { byId, make } from '../dom'
import { texts } from '../language'
import { EVERYTHING, type Filter } from './rows'

const STATUSES = { any: 'anyStatus', failed: 'failed', succeeded: 'succeeded' } as const

export class FilterBar {
  #filter: Filter = EVERYTHING

  constructor(private readonly onChange: () => void) {
    const status = byId<HTMLSelectElement>('happened-status')
    status.onchange = () => this.#set({ status: status.value as Filter['status'] })
    const search = byId<HTMLInputElement>('happened-search')
    search.oninput = () => this.#set({ text: search.value.trim() })
    byId('happened-all').onclick = () => this.reset()
  }

  get filter(): Filter {
    return this.#filter
  }

  reset(): void {
    byId<HTMLInputElement>('happened-search').value = ''
    this.#set(EVERYTHING)
  }

  draw(): void {
    const { list } = texts()
    const lanes = (['all', ...LANES] as const).map((lane) => {
      const chip = make('button', { type: 'button', textContent: list[lane], onclick: () => this.#set({ lane }) })
      chip.setAttribute('aria-pressed', String(lane === this.#filter.lane))
      return chip
    })
    keepingFocus(byId('happened-lanes'), () => byId('happened-lanes').replaceChildren(...lanes))
    byId('happened-lanes').setAttribute('aria-label', list.lanes)
    this.#drawStatus()
    const search = byId<HTMLInputElement>('happened-search')
    search.placeholder = list.search
    search.setAttribute('aria-label', list.search)
    byId('happened-none-text').textContent = list.nothing
    byId('happened-all').textContent = list.showAll
  }

  #drawStatus(): void {
    const { list } = texts()
    const select = byId<HTMLSelectElement>('happened-status')
    const options = Object.entries(STATUSES).map(([value, key]) => make('option', { value, textContent: list[key] }))
    select.replaceChildren(...options)
    select.value = this.#filter.status
    select.setAttribute('aria-label', list.status)
  }

  #set(change: Partial<Filter>): void {
    this.#filter = { ...this.#filter, ...change }
    this.draw()
    this.onChange()
  }
}

/** What is drawn anew has the focus at the same place as before. */
function keepingFocus(box: HTMLElement, draw: () => void): void {
  const at = [...box.children].indexOf(document.activeElement as HTMLElement)
  draw()
  if (at >= 0) (box.children[at] as HTMLElement | undefined)?.focus()
}
