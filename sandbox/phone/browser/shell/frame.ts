// SHELL: one running mini-program in its iframe.
import type { Role } from '../../wire'
import type { Answer, Bar, EnterOptions, Launch, PhoneSettings, ReferrerInfo, ToFrame, ToShell } from '../protocol'
import { NOWHERE, type Place } from './entry'

export type FrameMessage = Exclude<ToShell, { kind: 'hello' }>

export class MiniProgramFrame {
  readonly element = document.createElement('iframe')
  bar: Bar | undefined
  place: Place = NOWHERE
  placeAfterRestart: Place = NOWHERE
  lastReferrer: ReferrerInfo | undefined
  #launch: Launch

  constructor(
    readonly role: Role,
    readonly appid: string,
    launch: Launch,
    private readonly onMessage: (frame: MiniProgramFrame, message: FrameMessage) => void,
  ) {
    this.#launch = launch
    this.#remember(launch.enter)
    Object.assign(this.element, { name: `mp-${role}`, title: `mini-program ${role}`, src: `/mp/${role}/` })
    window.addEventListener('message', this.#take)
  }

  /** @param cause `hop` of the line that tells of it */
  show(enter: EnterOptions, cause?: string): void {
    this.#remember(enter)
    this.#send({ kind: 'show', enter, cause })
  }

  hide(): void {
    this.#send({ kind: 'hide' })
  }

  back(): void {
    this.#send({ kind: 'back' })
  }

  answer(id: number, answer: Answer): void {
    this.#send({ kind: 'answer', id, answer })
  }

  changeSettings(settings: PhoneSettings): void {
    this.#launch = { ...this.#launch, settings }
    this.#send({ kind: 'settings', settings })
  }

  /** Ends it as WeChat does: at once, and without telling it. */
  remove(): void {
    window.removeEventListener('message', this.#take)
    this.element.remove()
  }

  #remember({ referrerInfo }: EnterOptions): void {
    if (referrerInfo.extraData) this.lastReferrer = referrerInfo
  }

  readonly #take = ({ data, origin, source }: MessageEvent<ToShell>): void => {
    if (origin !== location.origin || source !== this.element.contentWindow) return
    if (data.kind === 'hello') {
      this.#send({ kind: 'launch', launch: this.#launch })
      return
    }
    if (data.kind === 'bar') this.bar = data.bar
    if (data.kind === 'page') {
      this.place = { path: data.path, query: data.query }
      this.placeAfterRestart = data.isRestored ? this.place : NOWHERE
    }
    this.onMessage(this, data)
  }

  #send(message: ToFrame): void {
    this.element.contentWindow?.postMessage(message, location.origin)
  }
}
