// BUILT-IN COMPONENTS: what all of them have: `aria-*`, `hidden`, `hover-class`.

/** An instance, as far as we use it. */
export interface Builtin {
  $$: HTMLElement
  data: Record<string, unknown>
  setData(data: Record<string, unknown>): void
  addListener(type: string, listener: (event: EngineEvent) => void): void
  triggerEvent(type: string, detail: object, options?: object): void
  ownerShadowRoot: { getHostNode(): { is: string } } | null
  classList: { toggle(name: string, force: boolean): void } | null
}

interface EngineEvent {
  detail: unknown
  target: { $$: unknown }
}

interface Observer {
  fields: string
  observer: (this: unknown, ...values: unknown[]) => void
}

export interface Definition {
  properties?: Record<string, unknown>
  observers?: Observer[]
  attached?: (self: Builtin) => void
  detached?: (self: Builtin) => void
}

/** A property in words; an object has none. */
export const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''

const ARIA = [
  'role',
  'label',
  'hidden',
  'checked',
  'disabled',
  'live',
  'busy',
  'selected',
  'modal',
  'expanded',
  'pressed',
  'atomic',
  'labelledby',
  'describedby',
  'level',
  'valuenow',
  'valuemin',
  'valuemax',
  'valuetext',
  'haspopup',
  'controls',
  'current',
] as const

/** Roles a person acts on, and so must be able to reach without a mouse. */
const ACTIVE = ['button', 'checkbox', 'radio', 'switch', 'link', 'tab', 'menuitem']
const HOVER_MS = 70

export const listen = (self: Builtin, type: string, listener: (event: EngineEvent) => void): void =>
  self.addListener(type, listener)

export function commonBehavior() {
  const aria = ARIA.map((name) => [`aria${name[0]?.toUpperCase() ?? ''}${name.slice(1)}`, name] as const)
  return {
    properties: {
      ...Object.fromEntries(aria.map(([property]) => [property, null])),
      hidden: { type: null, value: false },
      hoverClass: { type: String, value: '' },
      hoverStopPropagation: Boolean,
      hoverStartTime: Number,
      hoverStayTime: Number,
      animation: null,
    },
    observers: [
      ...aria.map(([property, name]) => ({ fields: property, observer: writeAria(name) })),
      {
        fields: 'hidden',
        observer(this: unknown, hidden: unknown) {
          ;(this as Builtin).$$.toggleAttribute('hidden', Boolean(hidden))
        },
      },
    ] as Observer[],
    attached: showHover,
  }
}

function writeAria(name: (typeof ARIA)[number]) {
  const attribute = name === 'role' ? 'role' : `aria-${name}`
  return function (this: unknown, value: unknown): void {
    const host = (this as Builtin).$$
    if (value === null || value === undefined || value === '') host.removeAttribute(attribute)
    else host.setAttribute(attribute, textOf(value))
    if (name === 'role') makeReachable(host, textOf(value))
  }
}

function makeReachable(host: HTMLElement, role: string): void {
  if (ACTIVE.includes(role)) host.tabIndex = 0
}

/** `hover-class` holds while the finger is down, and a moment longer so that a short tap is seen. */
function showHover(self: Builtin): void {
  const toggle = (isOn: boolean): void => {
    const { hoverClass, disabled } = self.data
    if (typeof hoverClass !== 'string' || hoverClass === '' || hoverClass === 'none' || disabled === true) return
    for (const name of hoverClass.split(/\s+/)) self.classList?.toggle(name, isOn)
  }
  const release = (): void => void setTimeout(() => toggle(false), HOVER_MS)
  self.$$.addEventListener('pointerdown', () => toggle(true))
  for (const type of ['pointerup', 'pointercancel', 'pointerleave']) self.$$.addEventListener(type, release)
}
