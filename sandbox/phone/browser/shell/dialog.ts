// SHELL: WeChat's plain dialog with one or two buttons, and toasts.
import type { Modal, Toast } from '../protocol'
import { byId, make } from './dom'
import type { Layers } from './layer'

/** @returns whether it was confirmed */
export function askModal(layers: Layers, modal: Modal): Promise<boolean> {
  return layers.show<boolean>({ draw: (finish) => drawModal(modal, finish), dismissed: () => false, place: 'middle' })
}

function drawModal(
  { title, content, confirmText, cancelText }: Modal,
  finish: (confirmed: boolean) => void,
): HTMLElement {
  const confirm = make('button', {
    className: 'dialog-confirm',
    textContent: confirmText,
    onclick: () => finish(true),
  })
  const cancel =
    cancelText === undefined
      ? []
      : [make('button', { className: 'dialog-cancel', textContent: cancelText, onclick: () => finish(false) })]
  const box = make('div', { className: 'dialog' })
  box.append(make('h3', { id: 'dialog-title', textContent: title }))
  if (content !== '') box.append(make('p', { textContent: content }))
  box.append(make('div', { className: 'dialog-buttons' }, ...cancel, confirm))
  box.setAttribute('aria-labelledby', 'dialog-title')
  return box
}

const ICONS: Readonly<Record<Toast['icon'], string>> = { success: '✓', error: '!', loading: '', none: '' }

export function showToast(toast: Toast | undefined): void {
  const host = byId('toast-host')
  host.replaceChildren()
  host.classList.toggle('masks', toast?.mask === true)
  if (!toast) return
  const icon = make('i', { className: `toast-icon toast-${toast.icon}`, textContent: ICONS[toast.icon] })
  icon.setAttribute('aria-hidden', 'true')
  const box = make('div', { className: 'toast' }, ...(toast.icon === 'none' ? [] : [icon]), toast.title)
  box.setAttribute('role', 'status')
  host.append(box)
}
