// FRAME: the way to the phone around this frame.
import type { Answer, Ask, ToFrame, ToShell } from '../protocol'

export class ShellLink {
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #nextId = 1

  /** @param onMessage everything but answers, which go to whoever asked */
  constructor(onMessage: (message: Exclude<ToFrame, { kind: 'answer' }>) => void) {
    window.addEventListener('message', ({ data, origin, source }: MessageEvent<ToFrame>) => {
      if (origin !== location.origin || source !== window.parent) return
      if (data.kind === 'answer') this.#take(data.id, data.answer)
      else onMessage(data)
    })
  }

  tell(message: ToShell): void {
    window.parent.postMessage(message, location.origin)
  }

  ask(ask: Ask): Promise<Answer> {
    const id = this.#nextId++
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.tell({ kind: 'ask', id, ask })
    })
  }

  #take(id: number, answer: Answer): void {
    this.#waiting.get(id)?.(answer)
    this.#waiting.delete(id)
  }
}
