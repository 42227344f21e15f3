// BUILT-IN COMPONENTS: those a mini-program of this kind uses. Their look is in assets/frame.css, drawn on the host element.
import type * as glassEasel from 'glass-easel'
import { FormControls } from './controls'
import { commonBehavior, textOf, type Builtin, type Definition } from './common'
import { navigatorDefinition, type NavigatorDeps } from './navigator'
import { pageContainer } from './pageContainer'
import { pageMetaDefinition } from './pageMeta'

export interface BuiltinDeps extends NavigatorDeps {
  space: glassEasel.ComponentSpace
  /** For pictures of the mini-program's own folder. `from` is the page or component that shows it. */
  pictureUrl: (src: string, from: string) => string
}

/** @returns the names of all of them */
export function registerBuiltins(deps: BuiltinDeps): ReadonlySet<string> {
  const definitions: Record<string, Definition> = {
    view: {},
    text: { properties: { userSelect: Boolean, selectable: Boolean, space: String, decode: Boolean } },
    'cover-view': {},
    'root-portal': {},
    'scroll-view': scrollView,
    block: {},
    image: image(deps.pictureUrl),
    button,
    navigator: navigatorDefinition(deps),
    'page-meta': pageMetaDefinition,
    'page-container': pageContainer,
    ...FormControls,
  }
  for (const [name, definition] of Object.entries(definitions)) register(deps.space, name, definition)
  return new Set(Object.keys(definitions))
}

function register(space: glassEasel.ComponentSpace, name: string, definition: Definition): void {
  const common = commonBehavior()
  const component = space.defineComponent({
    is: `builtin/${name}`,
    properties: { ...common.properties, ...definition.properties },
    observers: [...common.observers, ...(definition.observers ?? [])],
    lifetimes: {
      attached(this: unknown) {
        common.attached(this as Builtin)
        definition.attached?.(this as Builtin)
      },
      detached(this: unknown) {
        definition.detached?.(this as Builtin)
      },
    },
  })
  space.setGlobalUsingComponent(name, component as never)
}

const scrollView: Definition = {
  properties: { scrollX: Boolean, scrollY: Boolean, enhanced: Boolean, showScrollbar: Boolean },
  observers: [
    { fields: 'scrollX', observer: reflect('scrollX', 'scroll-x') },
    { fields: 'scrollY', observer: reflect('scrollY', 'scroll-y') },
  ],
}

const button: Definition = {
  properties: {
    type: String,
    size: String,
    plain: Boolean,
    disabled: Boolean,
    loading: Boolean,
    openType: String,
    formType: String,
  },
  observers: ['type', 'size', 'plain', 'disabled', 'loading'].map((name) => ({
    fields: name,
    observer: reflect(name, name),
  })),
  attached: (self) => {
    const host = self.$$
    if (!host.hasAttribute('role')) host.setAttribute('role', 'button')
    host.tabIndex = 0
  },
}

const image = (pictureUrl: BuiltinDeps['pictureUrl']): Definition => ({
  properties: { src: String, mode: String, lazyLoad: Boolean },
  observers: [
    {
      fields: 'src',
      observer(this: unknown, src: unknown) {
        const self = this as Builtin
        const from = self.ownerShadowRoot?.getHostNode().is ?? ''
        self.$$.style.backgroundImage = src === '' ? '' : `url("${pictureUrl(String(src), from)}")`
      },
    },
    { fields: 'mode', observer: reflect('mode', 'mode') },
  ],
})

/** Writes a property as an attribute, for the style sheet. */
function reflect(name: string, attribute: string) {
  return function (this: unknown): void {
    const { $$: host, data } = this as Builtin
    const value = data[name]
    if (value === false || value === '' || value === undefined) host.removeAttribute(attribute)
    else host.setAttribute(attribute, value === true ? '' : textOf(value))
  }
}
