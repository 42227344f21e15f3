// The local WeChat behind the phone, which can be taken down and put up anew while the phone stays.
import { MODES_OF, type FamilyChoice, type ModeChoice } from '../choices'
import type { LocalWechat } from '../localWechat'
import type { Setup } from './wire'

interface SetupChoice {
  family: FamilyChoice
  mode: ModeChoice
}

export const choiceOf = (setup: Setup): SetupChoice =>
  setup === 'combine-papay' ? { family: setup, mode: MODES_OF[setup][0] } : { family: 'password-exempt', mode: setup }

export const setupOf = ({ family, mode }: SetupChoice): Setup => (family === 'combine-papay' ? family : mode)

type Start = (choice: SetupChoice) => Promise<LocalWechat>

export class Stage {
  readonly #listeners = new Set<(local: LocalWechat) => void>()
  #closing: Promise<void> | undefined
  #turn: Promise<void> = Promise.resolve()

  private constructor(
    private readonly start: Start,
    private current: LocalWechat,
    private chosen: SetupChoice,
  ) {}

  static async open(start: Start, choice: SetupChoice): Promise<Stage> {
    return new Stage(start, await start(choice), choice)
  }

  get local(): LocalWechat {
    return this.current
  }

  get setup(): Setup {
    return setupOf(this.chosen)
  }

  /**
   * Calls `listener` for the local WeChat that is up, and for each one that takes its place.
   * @returns calls it no more
   */
  onStart(listener: (local: LocalWechat) => void): () => void {
    this.#listeners.add(listener)
    listener(this.current)
    return () => void this.#listeners.delete(listener)
  }

  /** Everything anew: keys, contracts, database. One after the other when asked for twice. */
  restart(choice: SetupChoice = this.chosen): Promise<void> {
    const turn = this.#turn.then(() => this.#replace(choice))
    // One that did not come up is no reason not to try again.
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  close(): Promise<void> {
    this.#closing ??= this.#turn.then(() => this.current.close())
    return this.#closing
  }

  /** The old one goes first: the next one takes its ports. */
  async #replace(choice: SetupChoice): Promise<void> {
    if (this.#closing) return
    await this.current.close()
    const next = await this.start(choice)
    this.current = next
    this.chosen = choice
    for (const listener of this.#listeners) listener(next)
  }
}
