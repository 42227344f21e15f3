// COMPILE: WXML, with the compiler of WeChat's own component framework.
import { TmplGroup } from 'glass-easel-template-compiler'
import type { Source } from './source'

/** As the compiler tells it; lines and columns count from 0. */
interface TemplateMessage {
  isError: boolean
  message: string
  path: string
  startLine: number
  startColumn: number
}

/**
 * Compiles templates and all they import or include.
 * @param entries paths without extension
 * @returns one JavaScript expression: an object of templates by path
 */
export function compileTemplates(source: Source, entries: readonly string[]): string {
  const group = TmplGroup.newDev()
  const added: string[] = []
  const seen = new Set<string>()
  const waiting = [...entries]
  for (let entry = waiting.shift(); entry !== undefined; entry = waiting.shift()) {
    if (seen.has(entry)) continue
    seen.add(entry)
    const needed = addTemplate(source, group, entry)
    if (!needed) continue
    added.push(entry)
    waiting.push(...needed)
  }
  // Asked for one that was not added, the compiler throws.
  const scripts = added.flatMap((entry) => group.getScriptDependencies(entry) as string[])
  addScripts(source, group, scripts)
  const expression = group.getTmplGenObjectGroups()
  group.free()
  return expression
}

/** @returns templates this one needs, or `undefined` when there is no such file */
function addTemplate(source: Source, group: TmplGroup, entry: string): string[] | undefined {
  const file = `${entry}.wxml`
  const text = source.read(file)
  if (text === undefined) {
    source.error(file, 'there is no such file')
    return undefined
  }
  for (const { isError, message, startLine, startColumn } of group.addTmpl(entry, text) as TemplateMessage[]) {
    const place = { line: startLine + 1, column: startColumn + 1 }
    if (isError) source.error(file, message, place)
    else source.warn(file, message, place)
  }
  forbidWhatWechatRefuses(source, file, text)
  return group.getDirectDependencies(entry) as string[]
}

/** This compiler takes some expressions that the one in WeChat does not. */
function forbidWhatWechatRefuses(source: Source, file: string, text: string): void {
  for (const [index, line] of text.split('\n').entries()) {
    const [bad] = /\?\.(?=[A-Za-z_$[(])|\?\?|`/.exec([...line.matchAll(/\{\{.*?\}\}/g)].join(' ')) ?? []
    if (bad !== undefined) source.error(file, `WeChat's compiler refuses ${bad} in {{ }}`, { line: index + 1 })
  }
}

function addScripts(source: Source, group: TmplGroup, scripts: readonly string[]): void {
  for (const script of new Set(scripts)) {
    const text = source.read(`${script}.wxs`)
    if (text === undefined) source.error(`${script}.wxs`, 'there is no such file')
    else group.addScript(script, text.replace(/require\((['"])(.+?)\.wxs\1\)/g, 'require($1$2$1)'))
  }
}
