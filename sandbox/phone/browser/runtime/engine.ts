// FRAME: the engine (glass-easel, WeChat's own component framework), set up as a mini-program expects it.
import * as glassEasel from 'glass-easel'
import * as adapter from 'glass-easel-miniprogram-adapter'
import { registerBuiltins, type BuiltinDeps } from '../builtin/register'
import type { ProgramParts } from '../../compile/program'
import { adaptDocument, adaptListeners, mirrorNames } from './dom'
import { listenToKeyboard } from './keyboard'
import type { Problems } from './problems'
import type { TapGesture } from './tapGesture'

type CodeSpace = ReturnType<adapter.MiniProgramEnv['createCodeSpace']>
type Templates = Record<string, glassEasel.template.ProcGenGroup>

/** A page or component on the screen, as its script sees it. */
export interface PageInstance {
  route?: string
  options?: Readonly<Record<string, string>>
  [method: string]: unknown
}

export interface MountedPage {
  instance: PageInstance
  /** Puts it into `box`: its components are attached. */
  attach: () => void
  element: HTMLElement
  /** `show` or `hide`, for the components of the page. */
  tellComponents: (lifetime: 'show' | 'hide') => void
  release: () => void
}

interface EngineDeps extends Omit<BuiltinDeps, 'space'> {
  parts: Omit<ProgramParts, 'templates'>
  templates: Templates
  problems: Problems
  tap: TapGesture<Element>
}

/** Constructors a module of the mini-program may call; each speaks for the file being loaded. */
interface Constructors {
  Page: (definition: object) => void
  Component: (definition: object) => unknown
  Behavior: (definition: object) => unknown
}

const WEBVIEW = 'webview'

export class Engine {
  readonly #space: CodeSpace
  readonly #rendererOf: (page: string) => string
  readonly #backend: ReturnType<adapter.MiniProgramEnv['associateBackend']>
  #loading: string | undefined
  /** What draws the page that was made last. */
  #renderer = WEBVIEW
  /** Names of the built-in components. */
  readonly builtins: ReadonlySet<string>

  constructor({ parts, templates, problems, tap, ...builtins }: EngineDeps) {
    const context = new glassEasel.CurrentWindowBackendContext()
    const env = new adapter.MiniProgramEnv()
    this.#space = env.createCodeSpace('', true)
    // A property named like a field of the engine's own elements would break them.
    this.#space.getComponentSpace().updateComponentOptions({ writeFieldsToNode: false })
    this.builtins = registerBuiltins({ ...builtins, space: this.#space.getComponentSpace() })
    mirrorNames(glassEasel.Element.prototype)
    adaptDocument(context, { builtins: this.builtins, components: ownTags(parts), onUnknownTag: warnOnce(problems) })
    adaptListeners(context)
    context.onEvent((target, type, detail, options) => dispatch(tap, target, type, detail, options))
    listenToKeyboard(tap)
    reportMissingMethods(problems)
    this.#backend = env.associateBackend(context)
    this.#rendererOf = (page) => parts.json[page]?.renderer ?? parts.app.renderer ?? WEBVIEW
    this.#addFiles(parts, templates)
  }

  constructors(): Constructors {
    const withEnv = <Result>(use: (env: adapter.ComponentEnv) => Result): Result => {
      if (this.#loading === undefined) throw new Error('a component is registered while its own file is loaded')
      return this.#space.componentEnv(this.#loading, use)
    }
    return {
      Page: (definition) => withEnv(({ Page }) => Page(definition as never)),
      Component: (definition) => withEnv((env) => env.Component(this.#withRenderer(definition, env) as never)),
      Behavior: (definition) => withEnv(({ Behavior }) => Behavior(definition as never)),
    }
  }

  /** Runs the script of a page or component: what it registers is registered under `path`. */
  register(path: string, run: () => void): void {
    this.#loading = path
    try {
      run()
    } finally {
      this.#loading = undefined
    }
  }

  /** Makes a page; nothing of it is on the screen before it is attached. */
  mount(path: string, box: HTMLElement): MountedPage {
    this.#renderer = this.#rendererOf(path)
    const root = this.#backend.createRoot('wx-page', this.#space, path)
    const component = root.getComponent()
    return {
      instance: root.get() as unknown as PageInstance,
      attach: () => {
        const placeholder = document.createElement('div')
        box.append(placeholder)
        root.attach(box as never, placeholder as never)
      },
      element: component.$$ as unknown as HTMLElement,
      tellComponents: (lifetime) => component.triggerPageLifetime(lifetime, []),
      release: () => root.release(),
    }
  }

  /** Every page here is drawn by the browser. What WeChat would have drawn it with is told to whoever asks. */
  #withRenderer(definition: object, { Behavior }: adapter.ComponentEnv): object {
    const renderer = (): string => this.#renderer
    const own = Behavior({
      lifetimes: {
        created() {
          Object.assign(this, { renderer: renderer() })
        },
      },
    })
    const { behaviors = [] } = definition as { behaviors?: unknown[] }
    return { ...definition, behaviors: [own, ...behaviors] }
  }

  #addFiles({ json, styles }: EngineDeps['parts'], templates: Templates): void {
    for (const [path, config] of Object.entries(json)) {
      this.#space.addComponentStaticConfig(path, config as never)
      const content = templates[path]
      if (content) this.#space.addCompiledTemplate(path, { groupList: templates, content })
      this.#space.addStyleSheet(path, undefined, styles[path]?.scope)
    }
  }
}

/** A disabled button takes no tap. Everything a tap leads to happens while the tap is held. */
function dispatch(
  tap: TapGesture<Element>,
  target: glassEasel.Element,
  type: string,
  detail: unknown,
  options: glassEasel.EventOptions,
): void {
  const { originalEvent } = options
  const place = originalEvent instanceof Event && originalEvent.target instanceof Element ? originalEvent.target : null
  if (type === 'tap' && place?.closest('wx-button[disabled]')) return
  const isTrusted = type === 'tap' && originalEvent instanceof Event && originalEvent.isTrusted
  tap.during(isTrusted, () => glassEasel.triggerEvent(target, type, detail, options), place)
}

const ownTags = ({ json }: EngineDeps['parts']): Set<string> =>
  new Set(['wx-page', ...Object.values(json).flatMap(({ usingComponents = {} }) => Object.keys(usingComponents))])

function warnOnce(problems: Problems): (tag: string) => void {
  const told = new Set<string>()
  return (tag) => {
    if (told.has(tag)) return
    told.add(tag)
    problems.error(new Error(`<${tag}> is neither in usingComponents nor a built-in component of this phone`))
  }
}

/** The engine passes over a handler that WXML names and the script does not have. */
function reportMissingMethods(problems: Problems): void {
  type GetMethod = (component: { is: string }, name: string) => unknown
  const holder = glassEasel.Component as unknown as { getMethod: GetMethod }
  const { getMethod } = holder
  holder.getMethod = (component, name) => {
    const method = getMethod(component, name)
    if (method === undefined) problems.error(new Error(`${component.is} has no method "${name}", which its WXML names`))
    return method
  }
}
