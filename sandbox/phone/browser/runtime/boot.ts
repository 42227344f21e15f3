// FRAME: ties the parts of a running mini-program together.
import type * as glassEasel from 'glass-easel'
import type { ProgramParts } from '../../compile/program'
import { closePageContainer } from '../builtin/pageContainer'
import { movedDate } from '../../../movedDate'
import type { EnterOptions, Launch, PhoneSettings } from '../protocol'
import { makeOpener } from '../wx/miniPrograms'
import { makePhoneEvents, makeWx } from '../wx/makeWx'
import { makeGoTo } from '../wx/pages'
import { Application } from './application'
import { Causes } from './causes'
import { Engine } from './engine'
import { setFontScale } from './fontScale'
import { Gate } from './gate'
import { Modules } from './modules'
import { Pages } from './pages'
import { Pending } from './pending'
import { phoneConsole, type Problems } from './problems'
import type { ShellLink } from './shellLink'
import { Styles } from './styles'
import { TapGesture } from './tapGesture'

interface BootInput {
  parts: Omit<ProgramParts, 'templates'>
  templates: Record<string, glassEasel.template.ProcGenGroup>
  launch: Launch
  link: ShellLink
  problems: Problems
}

export interface RunningProgram {
  show: (enter: EnterOptions, cause: string | undefined) => void
  hide: () => void
  back: () => void
  changeSettings: (settings: PhoneSettings) => void
}

/** Where a picture is that `from` shows; the frame's own address is the folder of the mini-program. */
function pictureUrl(src: string, from: string): string {
  if (/^(https?:|data:)/.test(src)) return src
  return src.startsWith('/') ? `.${src}` : `.${new URL(src, `http://page/${from}`).pathname}`
}

export function bootProgram({ parts, templates, launch, link, problems }: BootInput): RunningProgram {
  let settings = launch.settings
  const isDarkAllowed = parts.app.darkmode === true
  const theme = () => (isDarkAllowed ? settings.theme : 'light')
  const onError = (error: unknown, where: string): void => problems.error(error, where)
  const MovedDate = movedDate(() => settings.movedMs)
  const gate = new Gate(() => MovedDate.now())
  const pending = new Pending()
  const causes = new Causes((told) => link.tell({ kind: 'tap', tap: told }), launch.cause)
  const tap = new TapGesture<Element>((place) => causes.tapped(place))
  const events = makePhoneEvents()
  const styles = new Styles(parts.styles, parts.app.pages)
  const warn = (text: string): void => problems.warn(text)
  const open = makeOpener({
    link,
    tap,
    settings: () => settings,
    listed: parts.app.navigateToMiniProgramAppIdList ?? [],
    warn,
  })
  const goTo = makeGoTo(
    () => pages,
    () => pages.instances.at(-1)?.route ?? '',
  )
  const engine = new Engine({ parts, templates, problems, tap, open, goTo, pictureUrl })
  const pages: Pages = new Pages({
    parts,
    engine,
    styles,
    box: document.body,
    theme,
    onBar: (bar) => link.tell({ kind: 'bar', bar }),
    onPage: (page) => link.tell({ kind: 'page', ...page }),
    onError,
  })
  const wx = makeWx({
    launch,
    settings: () => settings,
    entered: () => application.entered,
    isDarkAllowed,
    link,
    gate,
    pending,
    causes,
    pages: () => pages,
    goTo,
    open,
    events,
    components: engine.builtins,
    isSigning: isSigning(),
    onMissing: (error) => problems.error(error),
  })
  const scope = {
    wx,
    ...engine.constructors(),
    App: (definition: Record<string, unknown>) => application.App(definition),
    getApp: () => application.getApp(),
    getCurrentPages: () => pages.instances,
    console: phoneConsole((message) => link.tell(message)),
    ...gate.timers(),
    Date: MovedDate,
  }
  const modules = new Modules(parts.modules, scope)
  const application: Application = new Application({ parts, modules, pages, gate, events, onError }, launch.enter)

  const applySettings = (): void => {
    styles.setTheme(theme())
    setFontScale(settings.fontScale)
    document.documentElement.style.setProperty('--phone-inset-bottom', `${settings.insetBottomPx}px`)
  }
  document.documentElement.dataset['style'] = parts.app.style ?? 'v1'
  applySettings()
  window.addEventListener('keydown', ({ key }) => {
    if (key === 'Escape') closePageContainer()
  })
  // For tests, and for the browser's console.
  const phoneTools = { navigateTo: (url: string) => goTo('navigate', url), callsAreOver: () => pending.over() }
  Object.assign(globalThis, { phoneTools })
  registerAll(parts, modules, engine, onError)
  application.start()
  link.tell({ kind: 'ready' })
  return {
    show: (enter, cause) => {
      causes.entered(cause)
      application.show(enter)
    },
    hide: () => application.hide(),
    back: () => {
      if (!closePageContainer()) pages.back(1)
    },
    changeSettings: (next) => {
      const before = settings
      settings = next
      applySettings()
      pages.refreshBar()
      application.settingsChanged(before, next)
      if (before.movedMs !== next.movedMs) gate.catchUp()
    },
  }
}

/** Components before the pages that use them: the engine looks them up when a page is registered. */
function registerAll(
  { app, json }: BootInput['parts'],
  modules: Modules,
  engine: Engine,
  onError: (error: unknown, where: string) => void,
): void {
  const components = Object.keys(json).filter((path) => !app.pages.includes(path))
  for (const path of [...components.reverse(), ...app.pages]) {
    try {
      engine.register(path, () => void modules.load(path))
    } catch (error) {
      onError(error, path)
    }
  }
}

const isSigning = (): boolean => location.pathname.startsWith('/mp/signing/')
