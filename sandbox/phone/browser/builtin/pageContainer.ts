// BUILT-IN COMPONENTS: <page-container>. While one is shown, the phone's way back closes it and not the page.
import type { Builtin, Definition } from './common'

const shown: Builtin[] = []

/** @returns whether there was one to close */
export function closePageContainer(): boolean {
  const top = shown.pop()
  if (!top) return false
  for (const type of ['beforeleave', 'leave', 'afterleave']) top.triggerEvent(type, {})
  return true
}

function follow(self: Builtin): void {
  const at = shown.indexOf(self)
  if (at >= 0) shown.splice(at, 1)
  if (self.data['show'] === true) shown.push(self)
}

export const pageContainer: Definition = {
  properties: {
    show: { type: Boolean, value: false },
    duration: { type: Number, value: 300 },
    zIndex: { type: Number, value: 100 },
    overlay: { type: Boolean, value: true },
    position: { type: String, value: 'bottom' },
    round: { type: Boolean, value: false },
    closeOnSlideDown: { type: Boolean, value: false },
    overlayStyle: String,
    customStyle: String,
  },
  observers: [
    {
      fields: 'show',
      observer(this: unknown) {
        const self = this as Builtin
        self.$$.toggleAttribute('show', self.data['show'] === true)
        follow(self)
      },
    },
    {
      fields: 'customStyle',
      observer(this: unknown, style: unknown) {
        ;(this as Builtin).$$.style.cssText = typeof style === 'string' ? style : ''
      },
    },
  ],
  detached: (self) => {
    const at = shown.indexOf(self)
    if (at >= 0) shown.splice(at, 1)
  },
}
