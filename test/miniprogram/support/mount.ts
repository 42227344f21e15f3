// Puts a component, or a page written as one, on a page in jsdom: the real WXML through WeChat's own compiler.
import path from 'node:path'
import simulate, { type Rendered, type RenderedJson } from 'miniprogram-simulate'
import { MINIPROGRAM } from './paths'

const mounted: Rendered[] = []

/** @param file without its ending, from the folder of the mini-program */
export function mount(file: string, properties: object = {}): Rendered {
  let id = ''
  // A module registry of its own: the loader runs each script anew, and jest would hand it the one from before.
  jest.isolateModules(() => {
    const script = path.join(MINIPROGRAM, file)
    id = simulate.load(script, path.basename(path.dirname(file)), { rootPath: MINIPROGRAM })
  })
  const card = simulate.render(id, properties)
  const place = document.body.appendChild(document.createElement('div'))
  card.attach(place)
  mounted.push(card)
  return card
}

/** Takes everything off the page: a card that stays would hear the next test's app. */
export function unmountAll(): void {
  for (const card of mounted.splice(0)) card.detach()
  document.body.innerHTML = ''
}

/** Every promise is kept, every event delivered. */
export const settled = (): Promise<void> => simulate.sleep(0)

export async function tap(card: Rendered, selector: string): Promise<void> {
  find(card, selector).dispatchEvent('tap')
  await settled()
}

/** The tap itself; what it does by itself is done when this returns. */
export function find(card: Rendered, selector: string): Rendered {
  const found = card.querySelector(selector)
  if (!found) throw new Error(`no ${selector} on the page`)
  return found
}

/** What the page shows, as text. */
export const text = (card: Rendered): string => card.dom.textContent

/** Attributes as WXML spells them. They are not on the DOM here; the tree has them, in camel case. */
export function attributes(card: Rendered, selector: string): Record<string, unknown> {
  const { attrs = [] } = find(card, selector).toJSON()
  return Object.fromEntries(attrs.map(({ name, value }) => [name.replace(/[A-Z]/g, '-$&').toLowerCase(), value]))
}

export function* elements(tree: RenderedJson): Generator<RenderedJson> {
  yield tree
  for (const child of tree.children ?? []) if (typeof child !== 'string') yield* elements(child)
}
