// FRAME: the phone is usable by keyboard. Enter and space on what has the focus are a tap.
import * as glassEasel from 'glass-easel'
import type { TapGesture } from './tapGesture'

interface WithEngineElement extends Element {
  __wxElement?: glassEasel.Element
}

export function listenToKeyboard(tap: TapGesture<Element>): void {
  document.addEventListener('keydown', (event) => {
    const target = event.target as WithEngineElement | null
    const element = target?.__wxElement
    if (!target || !element || (event.key !== 'Enter' && event.key !== ' ')) return
    event.preventDefault()
    if (event.repeat || target.closest('wx-button[disabled]')) return
    const { left, top, width, height } = target.getBoundingClientRect()
    const detail = { x: left + width / 2, y: top + height / 2 }
    const dispatch = (): void =>
      glassEasel.triggerEvent(element, 'tap', detail, { bubbles: true, composed: true, capturePhase: true })
    tap.during(event.isTrusted, dispatch, target)
  })
}
