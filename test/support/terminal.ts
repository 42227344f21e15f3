// A program in a terminal, with somebody before it: `script` of util-linux (Essential in Debian) makes the terminal.
import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'

export class Terminal {
  #printed = ''
  #seen = 0
  #look: () => void = () => undefined
  readonly #child
  readonly ended: Promise<number | null>

  constructor(command: readonly string[], cwd: string) {
    // It has no size of its own where nobody looks at it.
    const line = `stty cols 100 rows 40; exec ${command.map((word) => `'${word}'`).join(' ')}`
    this.#child = spawn('script', ['-qefc', line, '/dev/null'], { cwd, env: { ...process.env, TERM: 'xterm' } })
    this.#child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.#printed += text
      this.#look()
    })
    this.ended = new Promise((resolve) => this.#child.on('close', resolve))
  }

  /** Whatever it is doing. */
  kill(): void {
    this.#child.kill()
  }

  get printed(): string {
    return stripVTControlCharacters(this.#printed)
  }

  /** Types once this has been printed, after what was waited for before. */
  async answer(text: string, keys: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.#look = () => {
        const at = this.printed.indexOf(text, this.#seen)
        if (at < 0) return
        this.#seen = at + text.length
        this.#look = () => undefined
        resolve()
      }
      this.#look()
    })
    this.#child.stdin.write(keys)
  }
}
