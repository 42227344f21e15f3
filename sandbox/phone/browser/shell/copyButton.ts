// SHELL: copies a text, and says so for a moment.
import { texts } from './language'

const SAID_MS = 2_000

/** @param text asked for when it is pressed */
export function copyButton(button: HTMLElement, text: () => string): { draw: () => void } {
  let isSaid = false
  const draw = (): void => {
    button.textContent = isSaid ? texts().page.copied : texts().page.copy
  }
  button.setAttribute('aria-live', 'polite')
  button.onclick = async () => {
    await navigator.clipboard.writeText(text())
    isSaid = true
    draw()
    setTimeout(() => {
      isSaid = false
      draw()
    }, SAID_MS)
  }
  return { draw }
}
