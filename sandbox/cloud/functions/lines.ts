/** Cuts a stream of text into lines; what has no line end yet waits for more, or for `flush`. */
export class LineSplitter {
  #rest = ''

  constructor(private readonly onLine: (line: string) => void) {}

  push(text: string): void {
    const lines = (this.#rest + text).split(/\r?\n/)
    this.#rest = lines.pop() ?? ''
    for (const line of lines) this.onLine(line)
  }

  flush(): void {
    if (this.#rest !== '') this.onLine(this.#rest)
    this.#rest = ''
  }
}
