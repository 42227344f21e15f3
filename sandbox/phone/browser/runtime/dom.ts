// FRAME: how the engine's elements become the browser's. Names and styles are changed on the way; nothing else is.
import type * as glassEasel from 'glass-easel'

const RPX = /(-?\d*\.?\d+)rpx\b/g
const RPX_PER_VW = 7.5

interface DomDeps {
  /** Names of built-in components. */
  builtins: ReadonlySet<string>
  /** Names of the mini-program's own components. */
  components: ReadonlySet<string>
  onUnknownTag: (tag: string) => void
}

/** Makes the engine write `wx-view` for `view`, as WeChat does, and understand `rpx` in inline styles. */
export function adaptDocument(context: glassEasel.CurrentWindowBackendContext, deps: DomDeps): void {
  const createElement = (tag: string): HTMLElement => {
    const isBuiltin = deps.builtins.has(tag)
    if (!isBuiltin && !deps.components.has(tag)) deps.onUnknownTag(tag)
    const element = document.createElement(isBuiltin ? `wx-${tag}` : tag)
    const setAttribute = element.setAttribute.bind(element)
    element.setAttribute = (name, value) => setAttribute(name, name === 'style' ? styleOf(value) : value)
    return element
  }
  const adapted = {
    createElement,
    createTextNode: (text: string) => document.createTextNode(text),
    createDocumentFragment: () => document.createDocumentFragment(),
  }
  context.document = adapted as unknown as typeof context.document
}

const styleOf = (style: string): string =>
  style.replace(RPX, (_, rpx: string) => `${(Number(rpx) / RPX_PER_VW).toFixed(4)}vw`)

/** Only these come from the browser; everything else a component triggers itself, with WeChat's details. */
const FROM_BROWSER = /^(touch|transition|animation)/

/** Keeps native `input`, `change` and the like from arriving as a component's own. */
export function adaptListeners(context: glassEasel.CurrentWindowBackendContext): void {
  const original = context.setListenerStats.bind(context)
  context.setListenerStats = (element, type, capture, level) => {
    if (FROM_BROWSER.test(type)) original(element, type, capture, level)
  }
}

interface Mirrored {
  $$: unknown
  setDataset(name: string, value: unknown): void
}

/** Writes `id` and `data-*` into the page: for `aria-labelledby`, for tests, and for whoever looks with the inspector. */
export function mirrorNames(prototype: object): void {
  const element = prototype as Mirrored
  // eslint-disable-next-line @typescript-eslint/unbound-method -- called with its own `this` below
  const { setDataset } = element
  element.setDataset = function (this: Mirrored, name, value) {
    setDataset.call(this, name, value)
    if (this.$$ instanceof HTMLElement && isPlain(value)) this.$$.setAttribute(`data-${dashed(name)}`, String(value))
  }
  const id = Object.getOwnPropertyDescriptor(prototype, 'id')
  Object.defineProperty(prototype, 'id', {
    ...id,
    set(this: Mirrored, value: unknown) {
      id?.set?.call(this, value)
      if (this.$$ instanceof HTMLElement) this.$$.id = String(value)
    },
  })
}

const isPlain = (value: unknown): boolean => ['string', 'number', 'boolean'].includes(typeof value)
const dashed = (name: string): string => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)
