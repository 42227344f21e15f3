// SHELL: what runs on the phone, and which of it is in front.
import type { Role } from '../../wire'
import type { AppFrame } from './appFrame'
import type { MiniProgramFrame } from './frame'

/** The mini-programs by their role, and the merchant's own app where the scene has one. */
export type Front = Role | 'app'

export class Frames {
  readonly #miniPrograms = new Map<Role, MiniProgramFrame>()
  #app: AppFrame | undefined
  #front: Front | undefined

  /** @param onChange something else is in front */
  constructor(
    private readonly box: HTMLElement,
    private readonly onChange: () => void,
  ) {}

  get inFront(): Front | undefined {
    return this.#front
  }

  /** The mini-program in front. */
  get front(): MiniProgramFrame | undefined {
    return this.#front && this.#front !== 'app' ? this.#miniPrograms.get(this.#front) : undefined
  }

  get app(): AppFrame | undefined {
    return this.#app
  }

  get(role: Role): MiniProgramFrame | undefined {
    return this.#miniPrograms.get(role)
  }

  all(): Iterable<MiniProgramFrame> {
    return this.#miniPrograms.values()
  }

  /** In front from now on. */
  add(frame: MiniProgramFrame): void {
    this.#miniPrograms.set(frame.role, frame)
    this.box.append(frame.element)
    this.bringToFront(frame.role)
  }

  addApp(app: AppFrame): void {
    this.#app = app
    this.box.append(app.element)
    this.bringToFront('app')
  }

  /** @param front nothing: the home screen */
  bringToFront(front: Front | undefined): void {
    this.#front = front
    const running = [...this.#miniPrograms, ...(this.#app ? ([['app', this.#app]] as const) : [])]
    for (const [other, { element }] of running) {
      element.classList.toggle('is-front', other === front)
      element.inert = other !== front
    }
    this.onChange()
  }

  end(role: Role): void {
    this.#miniPrograms.get(role)?.remove()
    this.#miniPrograms.delete(role)
  }

  endAll(): void {
    for (const role of [...this.#miniPrograms.keys()]) this.end(role)
    this.#app?.remove()
    this.#app = undefined
    this.#front = undefined
  }
}
