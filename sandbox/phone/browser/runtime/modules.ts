// FRAME: the module loader of a mini-program. A module sees what WeChat gives it and nothing of the browser.

/** What a module may name. `undefined` hides the browser's own. */
type ModuleScope = Readonly<Record<string, unknown>>

type Require = (name: string) => unknown
type ModuleFunction = (require: Require, module: { exports: unknown }, exports: unknown, ...scope: unknown[]) => void

/** There in a browser, and not in a mini-program. */
const HIDDEN = ['window', 'document', 'self', 'parent', 'top', 'location', 'navigator', 'history', 'localStorage']
const HIDDEN_TOO = ['sessionStorage', 'indexedDB', 'fetch', 'XMLHttpRequest', 'WebSocket', 'alert', 'Worker', 'crypto']

export class Modules {
  readonly #loaded = new Map<string, { exports: unknown }>()
  readonly #names: string[]
  readonly #values: unknown[]

  /** @param texts path without extension -> CommonJS */
  constructor(
    private readonly texts: Readonly<Record<string, string>>,
    scope: ModuleScope,
  ) {
    const hidden = [...HIDDEN, ...HIDDEN_TOO].map((name) => [name, undefined] as const)
    const entries = [...hidden, ...Object.entries(scope)]
    this.#names = entries.map(([name]) => name)
    this.#values = entries.map(([, value]) => value)
  }

  has(path: string): boolean {
    return this.texts[path] !== undefined
  }

  /** @throws what the module throws while it loads; `Error` when there is none of that path */
  load(path: string): unknown {
    const known = this.#loaded.get(path)
    if (known) return known.exports
    const text = this.texts[path]
    if (text === undefined) throw new Error(`module "${path}" is not there`)
    const module = { exports: {} }
    this.#loaded.set(path, module)
    const require: Require = (name) => this.load(this.#resolve(path, name))
    this.#compile(path, text)(require, module, module.exports, ...this.#values)
    return module.exports
  }

  /** On one line with the text's first, so that lines in an error are lines of the source. */
  #compile(path: string, text: string): ModuleFunction {
    const names = ['require', 'module', 'exports', ...this.#names].join(',')
    const evaluate = globalThis.eval
    return evaluate(`(function(${names}){${text}\n})\n//# sourceURL=${path}.js`) as ModuleFunction
  }

  #resolve(from: string, name: string): string {
    const beside = this.#join(from, name)
    if (beside !== undefined || name.startsWith('.') || name.startsWith('/')) return beside ?? name
    const folders = from.split('/').map((_, at, parts) => parts.slice(0, at))
    const places = folders.reverse().map((folder) => this.#join([...folder, 'it'].join('/'), `miniprogram_npm/${name}`))
    return places.find((place) => place !== undefined) ?? name
  }

  /** @returns nothing where no module is there */
  #join(from: string, name: string): string | undefined {
    const base = name.startsWith('/') ? [] : from.split('/').slice(0, -1)
    for (const part of name.split('/')) {
      if (part === '..') base.pop()
      else if (part !== '.' && part !== '') base.push(part)
    }
    const path = base.join('/').replace(/\.[jt]s$/, '')
    return [path, `${path}/index`].find((one) => this.has(one))
  }
}
