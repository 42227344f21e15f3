// APP: WeChat's OpenSDK as the app sees it. Behind it is the phone.
import type { Answer, AppToShell, OpenSdkRequest, ShellToApp, Tap } from '../protocol'

type Told = Exclude<ShellToApp, { kind: 'openSdkAnswer' }>

export class OpenSdk {
  readonly #waiting = new Map<number, (answer: Answer) => void>()
  #nextId = 1

  /** @param onTold what the phone tells the app by itself */
  constructor(onTold: (message: Told) => void) {
    window.addEventListener('message', ({ data, origin, source }: MessageEvent<ShellToApp>) => {
      if (origin !== location.origin || source !== window.parent) return
      if (data.kind !== 'openSdkAnswer') onTold(data)
      else this.#waiting.get(data.id)?.(data.answer)
    })
    this.#send({ kind: 'appHello' })
  }

  tellTap(tap: Tap): void {
    this.#send({ kind: 'appTap', tap })
  }

  launch(request: OpenSdkRequest): Promise<Answer> {
    const id = this.#nextId++
    return new Promise((resolve) => {
      this.#waiting.set(id, resolve)
      this.#send({ kind: 'openSdk', id, request })
    })
  }

  #send(message: AppToShell): void {
    window.parent.postMessage(message, location.origin)
  }
}
