// FRAME: the stack of pages.
import type { AppJson, ProgramParts, WindowJson } from '../../compile/program'
import { themedWindow, type ThemeName } from '../../compile/theme'
import type { Bar } from '../protocol'
import { ApiFailure } from '../wx/async'
import type { Engine, MountedPage, PageInstance } from './engine'
import type { Styles } from './styles'

interface PagesDeps {
  parts: Pick<ProgramParts, 'app' | 'json' | 'themes'>
  engine: Engine
  styles: Styles
  box: HTMLElement
  theme: () => ThemeName
  onBar: (bar: Bar) => void
  onPage: (page: { path: string; query: Record<string, string>; isRestored: boolean }) => void
  onError: (error: unknown, where: string) => void
}

interface OpenPage extends MountedPage {
  path: string
  query: Record<string, string>
  /** What the page itself set with `wx.setNavigationBar...`. */
  own: WindowJson
}

/** As many as WeChat opens. */
const MAX_DEPTH = 10

export class Pages {
  #stack: OpenPage[] = []

  constructor(private readonly deps: PagesDeps) {}

  get instances(): PageInstance[] {
    return this.#stack.map(({ instance }) => instance)
  }

  /** @throws {ApiFailure} there is no such page */
  open(path: string, query: Record<string, string>): void {
    if (!this.deps.parts.app.pages.includes(path)) throw new ApiFailure(`page "${path}" is not found`)
    if (this.#stack.length >= MAX_DEPTH) throw new ApiFailure('webview count limit exceed')
    this.#hideTop()
    const page: OpenPage = { ...this.#mount(path), path, query, own: {} }
    Object.assign(page.instance, { route: path, options: query })
    // On the stack first: what it sets while it is attached is set for itself, not for the page below.
    this.#stack.push(page)
    page.attach()
    this.#call(page, 'onLoad', query)
    this.#showTop()
    this.#call(page, 'onReady')
  }

  /** @throws {ApiFailure} there is no page below */
  back(delta: number): void {
    if (this.#stack.length <= 1) throw new ApiFailure('cannot navigate back at first page.')
    this.#hideTop()
    const leaving = this.#stack.splice(Math.max(1, this.#stack.length - delta))
    for (const page of leaving.reverse()) this.#unload(page)
    this.#showTop()
  }

  /** In place of the top page, or of all. */
  replace(path: string, query: Record<string, string>, isWhole: boolean): void {
    this.#hideTop()
    for (const page of isWhole ? this.#stack.splice(0) : this.#stack.splice(-1)) this.#unload(page)
    this.open(path, query)
  }

  /** The mini-program comes to the front. */
  show(): void {
    this.#showTop()
  }

  /** The mini-program goes to the back. */
  hide(): void {
    this.#hideTop()
  }

  /** Title and colours, set by the page at run time. */
  setBar(own: WindowJson): void {
    const top = this.#stack.at(-1)
    if (!top) return
    Object.assign(top.own, own)
    this.refreshBar()
  }

  refreshBar(): void {
    const top = this.#stack.at(-1)
    if (top) this.deps.onBar(this.#barOf(top))
  }

  #mount(path: string): MountedPage {
    const box = document.createElement('div')
    box.className = 'page-box'
    this.deps.box.append(box)
    const mounted = this.deps.engine.mount(path, box)
    return { ...mounted, element: box }
  }

  #unload(page: OpenPage): void {
    this.#call(page, 'onUnload')
    page.release()
    page.element.remove()
  }

  #showTop(): void {
    const top = this.#stack.at(-1)
    if (!top) return
    for (const page of this.#stack) page.element.hidden = page !== top
    this.deps.styles.showPage(top.path)
    this.refreshBar()
    this.deps.onPage({ path: top.path, query: top.query, isRestored: this.#isRestored(top.path) })
    this.#call(top, 'onShow')
    top.tellComponents('show')
  }

  #hideTop(): void {
    const top = this.#stack.at(-1)
    if (!top) return
    this.#call(top, 'onHide')
    top.tellComponents('hide')
  }

  /** `restartStrategy` of the page, or of every page. */
  #isRestored(path: string): boolean {
    const { app, json } = this.deps.parts
    return (json[path]?.restartStrategy ?? windowOf(app).restartStrategy) === 'homePageAndLatestPage'
  }

  #call({ instance, path }: OpenPage, name: string, ...values: unknown[]): void {
    const method = instance[name]
    if (typeof method !== 'function') return
    try {
      ;(method as (...values: unknown[]) => unknown).apply(instance, values)
    } catch (error) {
      this.deps.onError(error, `${path} ${name}`)
    }
  }

  #barOf({ path, own }: OpenPage): Bar {
    const { parts, theme } = this.deps
    const isDark = theme() === 'dark'
    const set = { ...windowOf(parts.app), ...withoutUndefined(parts.json[path] ?? {}), ...own }
    const { navigationBarTitleText, navigationBarBackgroundColor, navigationBarTextStyle, navigationStyle } =
      themedWindow(set, parts.themes, theme())
    const usual = isDark ? '#111111' : '#ededed'
    return {
      title: navigationBarTitleText ?? '',
      background: navigationBarBackgroundColor ?? usual,
      text: (navigationBarTextStyle ?? (isDark ? 'white' : 'black')) === 'white' ? 'white' : 'black',
      isHidden: navigationStyle === 'custom',
      canGoBack: this.#stack.length > 1,
    }
  }
}

const windowOf = ({ window = {} }: AppJson): WindowJson => window
const withoutUndefined = (json: WindowJson): WindowJson => JSON.parse(JSON.stringify(json)) as WindowJson
