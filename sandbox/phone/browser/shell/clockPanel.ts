// SHELL: the clock everybody lives by, and the buttons that move it on.
import { fill } from '../../texts/texts'
import { byId, make } from './dom'
import { texts } from './language'

const MINUTE_MS = 60_000
const MOVES_MS = { '10min': 10 * MINUTE_MS, '2h': 120 * MINUTE_MS, '1day': 24 * 60 * MINUTE_MS } as const
type Move = keyof typeof MOVES_MS
const MOVES = Object.keys(MOVES_MS) as Move[]

export class ClockPanel {
  readonly #buttons: Readonly<Record<string, HTMLButtonElement>>
  #movedMs = 0

  /** @param move resolves when everything due on the way is over */
  constructor(private readonly move: (ms: number) => Promise<void>) {
    const make = (name: Move) => [name, this.#makeButton(name)] as const
    this.#buttons = Object.fromEntries(MOVES.map(make))
    byId('moves').append(...Object.values(this.#buttons))
  }

  /** How far it is ahead of the browser's. */
  get movedMs(): number {
    return this.#movedMs
  }

  show(movedMs: number): void {
    this.#movedMs = movedMs
    this.draw()
  }

  draw(): void {
    const { moves, moved } = texts()
    for (const name of MOVES) {
      const button = this.#buttons[name]
      if (button) button.textContent = moves[name]
    }
    byId('moved').hidden = this.#movedMs === 0
    byId('clock-name').hidden = this.#movedMs > 0
    byId('moved').textContent = fill(moved, { span: this.#movedMs }, texts())
  }

  #makeButton(name: Move): HTMLButtonElement {
    const button = make('button', { type: 'button', className: 'chip' })
    button.onclick = () => void this.#run(MOVES_MS[name])
    return button
  }

  /** One at a time: calls under way come to their end first. */
  async #run(ms: number): Promise<void> {
    const buttons = Object.values(this.#buttons)
    for (const button of buttons) button.disabled = true
    await this.move(ms).finally(() => {
      for (const button of buttons) button.disabled = false
    })
  }
}
