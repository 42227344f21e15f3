// BUILT-IN COMPONENTS: what a person ticks and chooses. Each changes by itself and tells, as WeChat's do.
import type * as glassEasel from 'glass-easel'
import { listen, textOf, type Builtin, type Definition } from './common'

const changeable = {
  value: { type: String, value: '' },
  checked: Boolean,
  disabled: Boolean,
  color: { type: String, value: '' },
}

/** `checked` for the style sheet and for whoever listens instead of looking. */
const showChecked = {
  fields: 'checked, disabled',
  observer(this: unknown) {
    const { $$: host, data } = this as Builtin
    host.toggleAttribute('checked', data['checked'] === true)
    host.setAttribute('aria-checked', String(data['checked'] === true))
    host.toggleAttribute('disabled', data['disabled'] === true)
    if (data['disabled'] === true) host.setAttribute('aria-disabled', 'true')
    else host.removeAttribute('aria-disabled')
  },
}

function tickable(role: string, change: (self: Builtin) => void): Definition {
  return {
    properties: changeable,
    observers: [showChecked],
    attached: (self) => {
      const host = self.$$
      if (!host.hasAttribute('role')) host.setAttribute('role', role)
      if (!host.hasAttribute('aria-checked')) host.setAttribute('aria-checked', String(self.data['checked'] === true))
      host.tabIndex = 0
      listen(self, 'tap', () => {
        if (self.data['disabled'] !== true) change(self)
      })
    },
  }
}

/** Host elements of a group's members, in the order of the page. */
const members = (group: HTMLElement, tag: string): Builtin[] =>
  [...group.querySelectorAll(tag)].map((host) => (host as unknown as { __wxElement: Builtin }).__wxElement)

function toggleCheckbox(self: Builtin): void {
  self.setData({ checked: self.data['checked'] !== true })
  const group = self.$$.closest('wx-checkbox-group')
  if (!group) return
  const value = members(group as HTMLElement, 'wx-checkbox')
    .filter(({ data }) => data['checked'] === true)
    .map(({ data }) => data['value'])
  engineElement(group).triggerEvent('change', { value })
}

function chooseRadio(self: Builtin): void {
  if (self.data['checked'] === true) return
  const group = self.$$.closest('wx-radio-group')
  if (group) for (const other of members(group as HTMLElement, 'wx-radio')) other.setData({ checked: other === self })
  else self.setData({ checked: true })
  if (group) engineElement(group).triggerEvent('change', { value: self.data['value'] })
}

function toggleSwitch(self: Builtin): void {
  const checked = self.data['checked'] !== true
  self.setData({ checked })
  self.triggerEvent('change', { value: checked })
}

const engineElement = (host: Element): Builtin => (host as unknown as { __wxElement: Builtin }).__wxElement

/** Gives a tap on its words to the first control in it, or to the one named by `for`. */
const label: Definition = {
  properties: { for: String },
  attached: (self) => {
    listen(self, 'tap', ({ target }) => {
      const place = target.$$ as HTMLElement | null
      if (place?.closest(CONTROLS)) return
      const named = textOf(self.data['for'])
      const control = named ? document.getElementById(named) : self.$$.querySelector(CONTROLS)
      const element = control && (control as unknown as { __wxElement?: glassEasel.Element }).__wxElement
      if (element) (element as unknown as Builtin).triggerEvent('tap', {})
    })
  },
}

const CONTROLS = 'wx-checkbox, wx-radio, wx-switch, wx-button'

export const FormControls: Readonly<Record<string, Definition>> = {
  checkbox: tickable('checkbox', toggleCheckbox),
  'checkbox-group': { properties: { name: String } },
  radio: tickable('radio', chooseRadio),
  'radio-group': { properties: { name: String } },
  switch: tickable('switch', toggleSwitch),
  label,
  form: { properties: { reportSubmit: Boolean } },
}
