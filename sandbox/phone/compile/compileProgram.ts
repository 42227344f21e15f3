// COMPILE: the unmodified source of one mini-program, from app.json on, into what the phone runs.
import { compileModules, findModule } from './modules'
import type { AppJson, CompiledProgram, CompiledStyle, ComponentJson, Themes } from './program'
import { placesOf, resolvePath, Source } from './source'
import { compileStyle } from './styles'
import { compileTemplates } from './templates'

/**
 * @param root folder that holds app.json
 * @returns the program and everything that is wrong with it; nothing is thrown for a mistake in the source
 */
export function compileProgram(root: string): CompiledProgram {
  const source = new Source(root)
  const app = readApp(source)
  const json = readComponents(source, app)
  const paths = Object.keys(json)
  const parts = {
    app,
    json,
    modules: compileModules(source, findModule(source, 'app') === undefined ? paths : ['app', ...paths]),
    templates: compileTemplates(source, paths),
    styles: compileStyles(source, json),
    themes: readThemes(source, app),
  }
  const { problems } = source
  return { parts, problems, isRunnable: !problems.some(({ level }) => level === 'error') }
}

/** Pages of subpackages stand behind those of the main package: the phone has them all from the start. */
function readApp(source: Source): AppJson {
  const app = source.readJson('app.json')
  const pages = app['pages']
  if (app['restartStrategy'] !== undefined)
    source.warn('app.json', 'WeChat ignores restartStrategy here; it belongs into window, or into the JSON of a page')
  if (isPaths(pages) && pages.length > 0) return { ...app, pages: [...pages, ...pagesOfSubpackages(source, app)] }
  source.error('app.json', 'pages must be a list of at least one path')
  return { ...app, pages: [] }
}

const isPaths = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((path) => typeof path === 'string')

/** WeChat takes either spelling. */
function pagesOfSubpackages(source: Source, app: Record<string, unknown>): string[] {
  const subpackages = app['subPackages'] ?? app['subpackages'] ?? []
  if (!Array.isArray(subpackages)) {
    source.error('app.json', 'subPackages must be a list')
    return []
  }
  return (subpackages as unknown[]).flatMap((subpackage) => {
    const { root, pages } = Object(subpackage) as { root?: unknown; pages?: unknown }
    const paths = isPaths(pages) ? pages.map((page) => resolvePath('app.json', `${String(root)}/${page}`)) : [undefined]
    if (typeof root === 'string' && isPaths(paths)) return paths
    source.error('app.json', 'each of subPackages must have a "root" and, in it, a list of "pages"')
    return []
  })
}

/** Pages, and every component they use, however deep. */
function readComponents(source: Source, app: AppJson): Record<string, ComponentJson> {
  const found: Record<string, ComponentJson> = {}
  const shared = resolveUsing(source, 'app.json', app.usingComponents ?? {})
  const waiting = app.pages.map((page) => page.replace(/^\//, ''))
  for (let path = waiting.shift(); path !== undefined; path = waiting.shift()) {
    if (found[path]) continue
    const file = `${path}.json`
    const json = source.readJson(file, !app.pages.includes(path)) as ComponentJson
    const using = resolveUsing(source, file, json.usingComponents ?? {})
    found[path] = { ...json, usingComponents: withSlash({ ...shared, ...using }) }
    waiting.push(...Object.values({ ...shared, ...using }))
  }
  return found
}

function resolveUsing(source: Source, file: string, using: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(using).flatMap(([tag, target]) => {
    const places = placesOf(file, target).flatMap((place) => [place, `${place}/index`])
    const found = places.find((place) => source.exists(`${place}.json`))
    if (found === undefined) source.error(file, `usingComponents: <${tag}> is at ${target}, and nothing is there`)
    return found === undefined ? [] : [[tag, found] as const]
  })
  return Object.fromEntries(entries)
}

const withSlash = (using: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(Object.entries(using).map(([tag, path]) => [tag, `/${path}`]))

/** Pages share one scope, as they do in WeChat; a component keeps its classes to itself unless its JSON says otherwise. */
function compileStyles(source: Source, json: Readonly<Record<string, ComponentJson>>): Record<string, CompiledStyle> {
  const styles: Record<string, CompiledStyle> = { app: compileStyle(source, 'app') }
  for (const [index, [path, { component, styleIsolation }]] of Object.entries(json).entries()) {
    const isScoped = component === true && styleIsolation !== 'shared'
    styles[path] = compileStyle(source, path, isScoped ? `c${index}` : undefined)
  }
  return styles
}

function readThemes(source: Source, { darkmode, themeLocation }: AppJson): Themes {
  if (darkmode !== true || themeLocation === undefined) return { light: {}, dark: {} }
  const { light, dark } = source.readJson(themeLocation) as Partial<Themes>
  if (!light || !dark) source.error(themeLocation, 'must have "light" and "dark"')
  return { light: light ?? {}, dark: dark ?? {} }
}
