// SHELL: the stand-in of the merchant's own app in its iframe, and what WeChat's OpenSDK does for it.
import type { Answer, AppToShell, OpenSdkRequest, ShellToApp } from '../protocol'

export interface AppFrameDeps {
  openid: string
  look: () => Extract<ShellToApp, { kind: 'appLook' }>
  onOpenSdk: (request: OpenSdkRequest) => Answer
}

export class AppFrame {
  readonly element = document.createElement('iframe')

  constructor(private readonly deps: AppFrameDeps) {
    const src = `/app/?${new URLSearchParams({ openid: deps.openid }).toString()}`
    Object.assign(this.element, { name: 'merchant-app', title: 'the merchant’s own app, a stand-in', src })
    window.addEventListener('message', this.#take)
  }

  changeLook(): void {
    this.#send(this.deps.look())
  }

  resume(): void {
    this.#send({ kind: 'appResume' })
  }

  remove(): void {
    window.removeEventListener('message', this.#take)
    this.element.remove()
  }

  readonly #take = ({ data, origin, source }: MessageEvent<AppToShell>): void => {
    if (origin !== location.origin || source !== this.element.contentWindow) return
    if (data.kind === 'appHello') this.#send(this.deps.look())
    else this.#send({ kind: 'openSdkAnswer', id: data.id, answer: this.deps.onOpenSdk(data.request) })
  }

  #send(message: ShellToApp): void {
    this.element.contentWindow?.postMessage(message, location.origin)
  }
}
