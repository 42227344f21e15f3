// SHELL: dialogs and toasts on the phone's screen.
import type { Modal, Toast } from '../protocol'
import { byId, make } from './dom'

/** One at a time; a new one waits for the one that is open. */
export class Dialogs {
  #turn: Promise<unknown> = Promise.resolve()
  #close: ((confirmed: boolean) => void) | undefined

  ask(modal: Modal): Promise<boolean> {
    const answer = this.#turn.then(() => this.#show(modal))
    this.#turn = answer
    return answer
  }

  /** As pressing the button that leaves things as they are. */
  dismiss(): void {
    this.#close?.(false)
  }

  #show({ title, content, confirmText, cancelText }: Modal): Promise<boolean> {
    return new Promise((resolve) => {
      const host = byId('dialog-host')
      const before = document.activeElement
      this.#close = (confirmed) => {
        this.#close = undefined
        host.replaceChildren()
        if (before instanceof HTMLElement) before.focus()
        resolve(confirmed)
      }
      const finish = this.#close
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
      box.tabIndex = -1
      box.setAttribute('role', 'dialog')
      box.setAttribute('aria-modal', 'true')
      box.setAttribute('aria-labelledby', 'dialog-title')
      const mask = make('div', { className: 'dialog-mask' }, box)
      mask.onkeydown = (event) => onKey(event, finish)
      host.replaceChildren(mask)
      // The box, not a button: a person who comes with the mouse sees no ring, and nothing is chosen for them.
      box.focus()
    })
  }
}

/** Escape leaves things as they are; tab stays between the buttons. */
function onKey(event: KeyboardEvent, finish: (confirmed: boolean) => void): void {
  if (event.key === 'Escape') finish(false)
  if (event.key !== 'Tab') return
  event.preventDefault()
  const buttons = [...document.querySelectorAll<HTMLElement>('.dialog button')]
  const next = (buttons.indexOf(document.activeElement as HTMLElement) + 1) % buttons.length
  buttons[next]?.focus()
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
