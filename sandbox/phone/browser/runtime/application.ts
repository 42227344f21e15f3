// FRAME: the life of one mini-program, from its scripts to the end.
import type { ProgramParts } from '../../compile/program'
import type { EnterOptions, PhoneSettings } from '../protocol'
import type { PhoneEvents } from '../wx/makeWx'
import type { Gate } from './gate'
import type { Modules } from './modules'
import type { Pages } from './pages'

type AppDefinition = Record<string, unknown>

interface ApplicationDeps {
  parts: Pick<ProgramParts, 'app'>
  modules: Modules
  pages: Pages
  gate: Gate
  events: PhoneEvents
  onError: (error: unknown, where: string) => void
}

export class Application {
  #app: AppDefinition = {}
  #entered: EnterOptions

  constructor(
    private readonly deps: ApplicationDeps,
    enter: EnterOptions,
  ) {
    this.#entered = enter
  }

  readonly App = (definition: AppDefinition): void => {
    this.#app = definition
  }

  readonly getApp = (): AppDefinition => this.#app

  get entered(): EnterOptions {
    return this.#entered
  }

  /** Cold start: script of the app, then its first page. */
  start(): void {
    const { parts, modules, pages } = this.deps
    if (modules.has('app')) this.#try('app', () => void modules.load('app'))
    const { path, query } = this.#entered
    const first = parts.app.pages.includes(path) ? path : (parts.app.pages[0] ?? '')
    this.#entered = { ...this.#entered, path: first }
    this.#call('onLaunch', this.#entered)
    this.#tellShow()
    this.#try(first, () => pages.open(first, query))
  }

  show(enter: EnterOptions): void {
    this.#entered = enter
    this.deps.gate.show()
    this.#tellShow()
    this.deps.pages.show()
  }

  hide(): void {
    const { pages, gate, events, onError } = this.deps
    pages.hide()
    this.#call('onHide')
    events.appHide.emit(undefined, (error) => onError(error, 'onAppHide'))
    gate.hide()
  }

  /** Tells of what the person changed on the phone. */
  settingsChanged(before: PhoneSettings, after: PhoneSettings): void {
    const { events, onError } = this.deps
    if (before.theme !== after.theme)
      events.theme.emit({ theme: after.theme }, (error) => onError(error, 'onThemeChange'))
    if (before.isOnline === after.isOnline) return
    const status = { isConnected: after.isOnline, networkType: after.isOnline ? 'wifi' : 'none' }
    events.network.emit(status, (error) => onError(error, 'onNetworkStatusChange'))
  }

  #tellShow(): void {
    this.#call('onShow', this.#entered)
    this.deps.events.appShow.emit(this.#entered, (error) => this.deps.onError(error, 'onAppShow'))
  }

  #call(name: string, ...values: unknown[]): void {
    const method = this.#app[name]
    if (typeof method === 'function') {
      this.#try(`App ${name}`, () => void (method as (...values: unknown[]) => unknown).apply(this.#app, values))
    }
  }

  #try(where: string, run: () => void): void {
    try {
      run()
    } catch (error) {
      this.deps.onError(error, where)
    }
  }
}
