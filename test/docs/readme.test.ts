// README sends newcomers to a handful of places. Each must be there, and hold what README says is in it.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const ROOT = join(__dirname, '../..')

interface Place {
  path: string
  /** What the place is said to export; nothing for a document. */
  name: string | undefined
}

/** Lines such as ``3. [`takeSession`](cloudfunctions/.../takeSession.ts): from a wish to a session``. */
function placesToRead(readme: string): Place[] {
  const [, section = ''] = /^## Where to read next\n(.*?)(?=^## |^\| )/ms.exec(readme) ?? []
  const lines = section.split('\n').filter((line) => /^\d+\. /.test(line))
  return lines.map((line) => {
    const [, name, path] = /^\d+\. \[(?:`(\w+)`|[^\]`]+)\]\(([^)]+)\): /.exec(line) ?? []
    if (path === undefined) throw new Error(`expected "1. [\`export\`](path): what it is", found: ${line}`)
    return { path, name }
  })
}

function exportsOf(file: string): string[] {
  const program = ts.createProgram([file], { noResolve: true, types: [] })
  const source = program.getSourceFile(file)
  const symbol = source && program.getTypeChecker().getSymbolAtLocation(source)
  return symbol
    ? program
        .getTypeChecker()
        .getExportsOfModule(symbol)
        .map(({ name }) => name)
    : []
}

const places = placesToRead(readFileSync(join(ROOT, 'README.md'), 'utf8'))

it('names the whole way: what is promised, SIGN, the card, NOTIFY', () => {
  expect(places.flatMap(({ name }) => name ?? [])).toEqual(['Callables', 'takeSession', 'step', 'receive'])
})

it.each(places)('$path is there', ({ path }) => {
  expect(existsSync(join(ROOT, path)) && statSync(join(ROOT, path)).isFile()).toBe(true)
})

it.each(places.filter(({ name }) => name !== undefined))('$path exports $name', ({ path, name }) => {
  expect(exportsOf(join(ROOT, path))).toContain(name)
})
