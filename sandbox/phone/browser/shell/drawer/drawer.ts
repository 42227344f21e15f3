// DRAWER: everything about one line, at the right, over the list and never over the phone.
import type { Hop } from '../../../hop'
import type { LiveEntry } from '../../../wire'
import { byId, make } from '../dom'
import { texts } from '../language'
import { actionButtons, type ActionDeps } from './actions'
import { drawBlock } from './drawBlocks'
import { drawHead } from './drawHead'
import { DrawerTabs } from './drawerTabs'

interface DrawerDeps extends ActionDeps {
  readHop: (hop: string) => Promise<Hop>
  find: (hop: string) => LiveEntry | undefined
  neighbour: (hop: string, by: -1 | 1) => LiveEntry | undefined
  /** Another line is open, or none. */
  onSelect: (hop: string | undefined) => void
  /** Where the focus goes when it closes. */
  onClose: () => void
}

export class Drawer {
  readonly #box = byId('drawer')
  #entry: LiveEntry | undefined
  #hop: Hop | undefined
  readonly #tabs = new DrawerTabs(() => this.#drawPanel(true))
  #isLoading = false
  /** More has come while it was asked for. */
  #isStale = false

  constructor(private readonly deps: DrawerDeps) {
    byId('drawer-close').onclick = () => this.close()
    this.#box.onkeydown = (event) => this.#onKey(event)
    document.addEventListener('keydown', (event) => {
      // What lies over the phone is answered first.
      if (event.key === 'Escape' && this.#entry && !byId('dialog-host').hasChildNodes()) this.close()
    })
    for (const happening of ['resize', 'scroll'])
      window.addEventListener(happening, () => this.#place(), { passive: true })
  }

  /** With the focus, so that the keys speak of it. */
  open(entry: LiveEntry): void {
    const isOther = entry.hop !== this.#entry?.hop
    this.#entry = entry
    if (isOther) this.#hop = undefined
    this.#box.hidden = false
    this.#place()
    this.deps.onSelect(entry.hop)
    if (isOther) byId('drawer-action').textContent = ''
    this.draw()
    this.#focus()
    this.#refresh()
  }

  close(): void {
    if (!this.#entry) return
    this.#entry = undefined
    this.#hop = undefined
    this.#box.hidden = true
    this.deps.onSelect(undefined)
    this.deps.onClose()
  }

  /** A line came or changed: perhaps what is open, or something that belongs to it. */
  changed(entry: LiveEntry | undefined): void {
    if (!this.#entry) return
    if (!entry) {
      this.close()
      return
    }
    if (entry.hop === this.#entry.hop) this.#entry = entry
    drawHead(this.#entry, this.#hop)
    this.#refresh()
  }

  /** In the language of the page, from now on. */
  draw(): void {
    const words = texts().drawer
    this.#box.setAttribute('aria-label', words.title)
    byId('drawer-close').setAttribute('aria-label', words.close)
    if (!this.#entry) return
    drawHead(this.#entry, this.#hop)
    this.#tabs.draw(this.#hop)
    this.#drawPanel(false)
    this.#drawActions()
  }

  /** Asks what is known now; one question at a time. */
  #refresh(): void {
    if (this.#isLoading) this.#isStale = true
    else void this.#load()
  }

  async #load(): Promise<void> {
    const hop = this.#entry?.hop
    if (hop === undefined) return
    this.#isLoading = true
    this.#isStale = false
    const found = await this.deps.readHop(hop).catch(() => undefined)
    this.#isLoading = false
    // Another one may be open by now.
    const isStill = this.#entry?.hop === hop
    if (isStill) this.#take(found)
    if (!isStill || this.#hasMore()) void this.#load()
  }

  /** It may have changed while we waited. */
  #hasMore(): boolean {
    return this.#isStale
  }

  #take(found: Hop | undefined): void {
    // Drawn anew it would lose what a person has opened and marked in it.
    if (this.#hop && JSON.stringify(found) === JSON.stringify(this.#hop)) return
    if (found && !this.#hop) this.#tabs.begin(found.first)
    this.#hop = found
    this.draw()
    if (!found) byId('drawer-panel').replaceChildren(make('p', { className: 'note', textContent: texts().drawer.gone }))
    if (this.#box.contains(document.activeElement)) this.#focus()
  }

  /** On the tab that is open, unless a person is at something else in here. */
  #focus(): void {
    const active = document.activeElement
    const isElsewhere = this.#box.contains(active) && active !== this.#box && !byId('drawer-tabs').contains(active)
    if (isElsewhere || this.#box.hidden) return
    if (!this.#tabs.focus()) this.#box.focus({ preventScroll: true })
  }

  /** @param isOther another part than was there: from its top */
  #drawPanel(isOther: boolean): void {
    const panel = byId('drawer-panel')
    const blocks = this.#hop?.tabs.find(({ name }) => name === this.#tabs.shown)?.blocks
    panel.setAttribute('aria-label', texts().parts[this.#tabs.shown])
    const scrollTop = isOther ? 0 : panel.scrollTop
    if (blocks) panel.replaceChildren(...blocks.map((block) => drawBlock(block, (hop) => this.#goTo(hop))))
    else panel.replaceChildren(make('p', { className: 'note', textContent: texts().drawer.loading }))
    panel.scrollTop = scrollTop
  }

  #drawActions(): void {
    const { previous, next } = texts().drawer
    const steps = [this.#step(`${previous} ↑`, -1), this.#step(`${next} ↓`, 1)]
    const buttons = [...actionButtons(this.#hop?.actions ?? {}, this.deps), ...steps]
    const box = byId('drawer-actions')
    const at = [...box.children].indexOf(document.activeElement as HTMLElement)
    box.replaceChildren(...buttons)
    if (at >= 0) buttons[at]?.focus()
  }

  #step(name: string, by: -1 | 1): HTMLButtonElement {
    const button = make('button', {
      type: 'button',
      className: 'chip',
      textContent: name,
      onclick: () => this.#move(by),
    })
    button.disabled = !this.deps.neighbour(this.#entry?.hop ?? '', by)
    return button
  }

  #move(by: -1 | 1): void {
    const entry = this.deps.neighbour(this.#entry?.hop ?? '', by)
    if (entry) this.open(entry)
  }

  #goTo(hop: string): void {
    const entry = this.deps.find(hop)
    if (entry) this.open(entry)
  }

  /** Up and down go through the lines, left and right through the parts; what scrolls keeps its own keys. */
  #onKey(event: KeyboardEvent): void {
    const target = event.target as HTMLElement
    if (target.closest('pre, summary, #drawer-panel') || event.altKey || event.ctrlKey || event.metaKey) return
    const ways: Readonly<Record<string, () => void>> = {
      ArrowUp: () => this.#move(-1),
      ArrowDown: () => this.#move(1),
      ArrowLeft: () => this.#tabs.turn(-1),
      ArrowRight: () => this.#tabs.turn(1),
    }
    const go = ways[event.key]
    if (!go) return
    event.preventDefault()
    go()
  }

  /** Below the header, wherever it ends. */
  #place(): void {
    if (this.#box.hidden) return
    const top = Math.max(0, document.querySelector('body > header')?.getBoundingClientRect().bottom ?? 0)
    this.#box.style.setProperty('--drawer-top', `${top}px`)
  }
}
