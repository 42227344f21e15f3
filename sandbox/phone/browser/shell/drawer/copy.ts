// DRAWER: a text for the clipboard.
import { make } from '../dom'
import { texts } from '../language'

/** @returns whether the browser allowed it */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text)
    return true
  } catch {
    return false
  }
}

export function copyButton(text: string): HTMLElement {
  const { copyThis, copied, notCopied } = texts().drawer
  const button = make('button', { type: 'button', className: 'copy', textContent: copyThis })
  button.onclick = () => void copy(text).then((isDone) => (button.textContent = isDone ? copied : notCopied))
  return button
}
