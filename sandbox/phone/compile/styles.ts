// COMPILE: WXSS to CSS of a browser in which the frame is the screen.
import postcss, { CssSyntaxError, type AtRule, type Declaration, type Root, type Rule } from 'postcss'
import selectorParser from 'postcss-selector-parser'
import type { CompiledStyle } from './program'
import { resolvePath, type Source } from './source'

/** A screen is 750 rpx wide, and 100 vw. */
const RPX_PER_VW = 7.5
const RPX = /(-?\d*\.?\d+)rpx\b/g
const SAFE_AREA = /\b(?:env|constant)\(\s*safe-area-inset-(top|right|bottom|left)\s*(?:,[^()]*)?\)/g

/** `rpx` in any text of CSS. */
const rpxToVw = (text: string): string =>
  text.replace(RPX, (_, rpx: string) => `${Number((Number(rpx) / RPX_PER_VW).toFixed(4))}vw`)

/**
 * Compiles one style sheet with its imports.
 * @param entry path without extension; a missing file is an empty sheet
 * @param scope name in front of every class, and of the component's own element for `:host`
 */
export function compileStyle(source: Source, entry: string, scope?: string): CompiledStyle {
  const root = readSheet(source, `${entry}.wxss`, [])
  if (root === undefined) return { css: '', ...(scope !== undefined && { scope }) }
  if (scope !== undefined) warnOfWhatWechatIgnores(source, `${entry}.wxss`, root)
  root.walkRules((rule) => translateRule(rule, scope))
  root.walkDecls(translateDeclaration)
  root.walkAtRules((rule) => void (rule.params = rpxToVw(rule.params)))
  return { css: root.toString(), ...(scope !== undefined && { scope }) }
}

function readSheet(source: Source, file: string, importedBy: readonly string[]): Root | undefined {
  const text = source.read(file)
  if (text === undefined) return undefined
  try {
    const root = postcss.parse(text, { from: file })
    root.walkAtRules('import', (rule) => {
      const imported = readImport(source, file, rule, importedBy)
      if (imported) rule.replaceWith(imported.nodes)
    })
    return root
  } catch (error) {
    if (!(error instanceof CssSyntaxError)) throw error
    source.error(file, error.reason, { line: error.line ?? 1, column: error.column ?? 1 })
    return undefined
  }
}

function readImport(source: Source, file: string, rule: AtRule, importedBy: readonly string[]): Root | undefined {
  const name = /["']([^"']+)["']/.exec(rule.params)?.[1]
  const target = name === undefined ? undefined : resolvePath(file, name)
  const place = { line: rule.source?.start?.line ?? 1 }
  if (target === undefined || importedBy.includes(target)) {
    source.error(file, `cannot import ${rule.params}`, place)
    return undefined
  }
  const imported = readSheet(source, target, [...importedBy, file])
  if (!imported) source.error(file, `imports ${target}, which is not there`, place)
  return imported
}

/** Selectors by tag, id or attribute in a component reach beyond it or do nothing, depending on the client. */
function warnOfWhatWechatIgnores(source: Source, file: string, root: Root): void {
  root.walkRules((rule) => {
    if (isInsideKeyframes(rule)) return
    const check = selectorParser((selectors) => {
      selectors.walk(({ type, value }) => {
        if (type !== 'tag' && type !== 'id' && type !== 'attribute') return
        const place = { line: rule.source?.start?.line ?? 1 }
        source.warn(file, `${type} selectors are not allowed in a component: ${value ?? rule.selector}`, place)
      })
    })
    check.processSync(rule.selector)
  })
}

function translateRule(rule: Rule, scope: string | undefined): void {
  if (isInsideKeyframes(rule)) return
  const translate = selectorParser((selectors) => {
    selectors.walkTags((tag) => {
      if (tag.value !== '*') tag.value = `wx-${tag.value}`
    })
    selectors.walkClasses((node) => {
      if (scope !== undefined) node.value = `${scope}--${node.value}`
    })
    selectors.walkPseudos((pseudo) => {
      if (pseudo.value === ':host') pseudo.replaceWith(hostOf(scope))
    })
  })
  rule.selector = translate.processSync(rule.selector)
}

/** The engine writes the scope's name on the element of every component that has one. */
function hostOf(scope = ''): selectorParser.Attribute {
  return selectorParser.attribute({
    attribute: 'wx-host',
    operator: '=',
    value: `"${scope}"`,
    raws: {},
    quoteMark: '"',
  })
}

function isInsideKeyframes({ parent }: Rule): boolean {
  return parent?.type === 'atrule' && /keyframes$/.test((parent as AtRule).name)
}

function translateDeclaration(declaration: Declaration): void {
  declaration.value = rpxToVw(declaration.value).replace(SAFE_AREA, 'var(--phone-inset-$1)')
}
