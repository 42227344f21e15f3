// SHELL: the stand-in of the merchant's own app in its iframe, and what WeChat's OpenSDK does for it.
import { say } from '../../texts/texts'
import type { NewEntry } from '../../wire'
import type { Answer, AppToShell, OpenSdkRequest, ShellToApp } from '../protocol'
import { SCENES, splitPath } from './entry'
import { tapped } from './jump'
import { launchProblem } from './launch'
import type { SettingsStore } from './settings'

interface AppFrameDeps {
  store: SettingsStore
  tell: (entry: NewEntry) => void
  nowMs: () => number
  /** From another app on the phone straight into WeChat's signing mini-program, with no question asked. */
  openSigning: (path: string, extraData: Record<string, unknown>) => void
}

export class AppFrame {
  readonly element = document.createElement('iframe')
  #launched: OpenSdkRequest | undefined

  constructor(private readonly deps: AppFrameDeps) {
    const { account: openid } = deps.store.get()
    const src = `/app/?${new URLSearchParams({ openid }).toString()}`
    Object.assign(this.element, { name: 'merchant-app', title: 'the merchant’s own app, a stand-in', src })
    window.addEventListener('message', this.#take)
  }

  changeLook(): void {
    const { isDark, fontScale } = this.deps.store.get()
    this.#send({ kind: 'appLook', theme: isDark ? 'dark' : 'light', fontScale })
  }

  resume(): void {
    this.#send({ kind: 'appResume' })
  }

  remove(): void {
    window.removeEventListener('message', this.#take)
    this.element.remove()
  }

  /**
   * The user leaves the signing page. What it hands back is nothing an app ever sees.
   * @returns whether WeChat goes back to the app
   */
  leaveSigning(): boolean {
    const isBack = this.#launched?.returnsToApp === true
    const detail = [say(isBack ? 'returnsToApp' : 'staysInWechat')]
    this.deps.tell({ tone: 'plain', text: say('leftSigning'), detail })
    return isBack
  }

  #launch(request: OpenSdkRequest): Answer {
    const problem = launchProblem(request, this.deps.nowMs())
    const text = say('launched', { route: request.route })
    if (problem !== undefined) {
      this.deps.tell({ tone: 'bad', text, detail: [problem], pill: 'refused' })
      return { ok: false, reason: problem }
    }
    const pill = say('sceneValue', { value: SCENES.fromApp })
    this.deps.tell({ tone: 'good', text, detail: [splitPath(request.path).path], pill })
    this.#launched = request
    this.deps.openSigning(request.path, request.extraData)
    return { ok: true, confirmed: true }
  }

  readonly #take = ({ data, origin, source }: MessageEvent<AppToShell>): void => {
    if (origin !== location.origin || source !== this.element.contentWindow) return
    if (data.kind === 'appHello') this.changeLook()
    else if (data.kind === 'appTap') this.deps.tell(tapped(data.tap))
    else this.#send({ kind: 'openSdkAnswer', id: data.id, answer: this.#launch(data.request) })
  }

  #send(message: ShellToApp): void {
    this.element.contentWindow?.postMessage(message, location.origin)
  }
}
