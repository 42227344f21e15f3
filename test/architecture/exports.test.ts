// What nobody else names is not exported: then whoever reads a file knows what others hold on to.
import { readFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import ts from 'typescript'
import { fromRoot, ROOT } from '../support/project'

const FOLDERS = ['cloudfunctions', 'miniprogram', 'typings', 'sandbox', 'scripts', 'test']
/** Read by the platform, a browser or a tool, and by no import. */
const IS_ENTRY = /^cloudfunctions\/\w+\/index\.ts$|^test\//
/** For others: what the packages offer, and what stands in for modules of axios. */
const IS_PACKAGE = /^scripts\/(build\/(wechatpayLibrary\.ts|axiosStubs\/)|entrustSign\/index\.ts$)/

const files = FOLDERS.flatMap((folder) =>
  ts.sys.readDirectory(join(ROOT, folder), ['.ts']).filter((file) => !file.endsWith('.d.ts')),
)
const nameOf = (file: string): string => fromRoot(file).replace(/\.ts$/, '')

/** Names of other files that a file uses, as `path name`; `path *` for all of them. */
function usesIn(file: string): string[] {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true)
  const uses: string[] = []
  const use = (specifier: ts.Node | undefined, names: readonly string[]): void => {
    if (!specifier || !ts.isStringLiteralLike(specifier) || !specifier.text.startsWith('.')) return
    const path = nameOf(resolve(dirname(file), specifier.text))
    uses.push(...names.map((name) => `${path} ${name}`))
  }
  const look = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) use(node.moduleSpecifier, namesOf(node.importClause?.namedBindings))
    if (ts.isExportDeclaration(node)) use(node.moduleSpecifier, namesOf(node.exportClause))
    if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      use(node.argument.literal, [node.qualifier ? node.qualifier.getText().replace(/\..*$/, '') : '*'])
    }
    if (ts.isCallExpression(node)) use(node.arguments[0], ['*'])
    ts.forEachChild(node, look)
  }
  look(source)
  return uses
}

function namesOf(bindings: ts.NamedImportBindings | ts.NamedExportBindings | undefined): string[] {
  if (!bindings || !(ts.isNamedImports(bindings) || ts.isNamedExports(bindings))) return ['*']
  return bindings.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
}

const exportsOf = (file: string): string[] =>
  ts
    .createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true)
    .statements.flatMap((statement) => {
      const modifiers = ts.canHaveModifiers(statement) ? (ts.getModifiers(statement) ?? []) : []
      if (!modifiers.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return []
      return ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map(({ name }) => name.getText())
        : [(statement as ts.DeclarationStatement).name?.getText() ?? '']
    })

it('every export is named by another file', () => {
  const used = new Set(files.flatMap(usesIn))
  const exported = files
    .filter((file) => !IS_ENTRY.test(fromRoot(file)) && !IS_PACKAGE.test(fromRoot(file)))
    .flatMap((file) => exportsOf(file).map((name) => ({ path: nameOf(file), name })))
  const unused = exported.filter(({ path, name }) => !used.has(`${path} ${name}`) && !used.has(`${path} *`))
  expect(unused.map(({ path, name }) => `${path} ${name}`)).toEqual([])
  expect(exported.length).toBeGreaterThan(1000)
})
