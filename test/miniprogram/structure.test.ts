/** @jest-environment node */
// How the source hangs together: which room may look into which, and that nothing stands about unused.
import fs from 'node:fs'
import path from 'node:path'
import ts from 'typescript'
import { MINIPROGRAM } from './support/paths'

const TEST = path.join(__dirname, '..')

const sourcesIn = (folder: string): string[] =>
  (fs.readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts'))
    .map((file) => path.join(folder, file))

const read = (file: string): ts.SourceFile =>
  ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true)

interface Import {
  /** Without `.ts`, from the folder of the mini-program. */
  from: string
  /** Empty for all of them. */
  names: readonly string[]
}

/** Types are imports too. */
const importsOf = (file: string): Import[] =>
  read(file)
    .statements.filter(ts.isImportDeclaration)
    .filter(({ moduleSpecifier }) => (moduleSpecifier as ts.StringLiteral).text.startsWith('.'))
    .map(({ moduleSpecifier, importClause }) => {
      const bindings = importClause?.namedBindings
      const elements = bindings && ts.isNamedImports(bindings) ? bindings.elements : []
      const at = path.resolve(path.dirname(file), (moduleSpecifier as ts.StringLiteral).text)
      return {
        from: path.relative(MINIPROGRAM, at),
        names: elements.map(({ name, propertyName }) => (propertyName ?? name).text),
      }
    })

const nameOf = (file: string): string => path.relative(MINIPROGRAM, file).replace(/\.ts$/, '')
const sources = sourcesIn(MINIPROGRAM)
const graph = new Map(sources.map((file) => [nameOf(file), importsOf(file)]))

/** From the lowest up: a room may look into those before it. What is of one line is one room. */
const ROOMS: readonly RegExp[] = [
  /^entrust\/merchantShapes$/,
  /^entrust\/asking\//,
  /^entrust\/journey\//,
  /^entrust\/steps\//,
  /^entrust\/view\//,
  /^entrust\/consent\//,
  /^entrust\/merchant\//,
  /^entrust\/(ports|runEffects|startJourney)$/,
  /^wx\//,
  /^(components|pages)\/|^app$/,
]
const floorOf = (name: string): number => ROOMS.findIndex((room) => room.test(name))

describe('rooms', () => {
  it('hold every file', () => {
    expect([...graph.keys()].filter((name) => floorOf(name) < 0)).toEqual([])
    expect(graph.size).toBeGreaterThan(50)
  })

  it('look down only', () => {
    const up = [...graph].flatMap(([name, imports]) =>
      imports.filter(({ from }) => floorOf(from) > floorOf(name)).map(({ from }) => `${name} -> ${from}`),
    )
    expect(up).toEqual([])
  })

  it("leave the merchant's values to the pages, which hand them in", () => {
    const isPage = (name: string): boolean => /^(components|pages)\/|^app$/.test(name)
    const takers = [...graph].filter(([, imports]) => imports.some(({ from }) => from.startsWith('entrust/merchant/')))
    expect(takers.map(([name]) => name).filter((name) => !isPage(name))).toEqual([])
    expect(takers.length).toBeGreaterThan(3)
  })

  const values = sources.filter((file) => nameOf(file).startsWith('entrust/merchant/'))

  it.each(values.map(nameOf))("hold the merchant's values, and nothing of ours: %s", (name) => {
    const source = read(path.join(MINIPROGRAM, `${name}.ts`))
    expect(source.text).toMatch(/^\/\/ YOURS\. Keep this file on an upgrade/)
    for (const statement of source.statements) {
      if (ts.isImportDeclaration(statement)) expect(statement.getText()).toMatch(/^import type /)
      else expect(statement.getText()).toMatch(/^export const \w+ = \{[^]*\} satisfies \w+$/)
    }
    expect(source.text).not.toMatch(/=>|function|`/)
  })

  it('know no page and no wx below the phone', () => {
    const pure = [...graph].filter(([name]) => name.startsWith('entrust/'))
    for (const [, imports] of pure) for (const { from } of imports) expect(from).not.toMatch(/^(wx|pages|components)\//)
  })
})

describe('imports', () => {
  it('lead round in no circle, those of types neither', () => {
    const circles: string[] = []
    const done = new Set<string>()
    const visit = (name: string, way: readonly string[]): void => {
      if (way.includes(name)) circles.push([...way.slice(way.indexOf(name)), name].join(' > '))
      if (way.includes(name) || done.has(name)) return
      for (const { from } of graph.get(name) ?? []) visit(from, [...way, name])
      done.add(name)
    }
    for (const name of graph.keys()) visit(name, [])
    expect(circles).toEqual([])
  })
})

describe('names', () => {
  it('of files are given once, but for index and ports', () => {
    const bases = [...graph.keys()].map((name) => path.basename(name)).filter((base) => !/^(index|ports)$/.test(base))
    expect(bases.filter((base, at) => bases.indexOf(base) !== at)).toEqual([])
  })

  it('that are exported are used by somebody else', () => {
    const used = new Set([...sources, ...sourcesIn(TEST)].flatMap((file) => importsOf(file).flatMap(usesOf)))
    const unused = sources.flatMap((file) => exportsOf(file).map((name) => `${nameOf(file)} ${name}`))
    expect(unused.filter((each) => !used.has(each) && !used.has(`${each.split(' ')[0]} *`))).toEqual([])
    expect(unused.length).toBeGreaterThan(100)
  })
})

const usesOf = ({ from, names }: Import): string[] =>
  names.length === 0 ? [`${from} *`] : names.map((name) => `${from} ${name}`)

function exportsOf(file: string): string[] {
  return read(file).statements.flatMap((statement) => {
    const isExported = ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some(isExport)
    if (!isExported) return []
    if (ts.isVariableStatement(statement)) {
      return statement.declarationList.declarations.map(({ name }) => name.getText())
    }
    return [(statement as ts.DeclarationStatement).name?.getText() ?? '']
  })
}

const isExport = ({ kind }: ts.ModifierLike): boolean => kind === ts.SyntaxKind.ExportKeyword
