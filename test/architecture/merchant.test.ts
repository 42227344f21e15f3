// What a merchant edits lies apart, so that an upgrade replaces everything else.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'
import { fromRoot, ROOT } from '../support/project'

const OWN = 'cloudfunctions/_shared/merchant'
const OWN_OF_THE_PHONE = 'miniprogram/entrust/merchant'
const filesOf = (folder: string, extension: string) =>
  ts.sys
    .readDirectory(join(ROOT, folder), [extension])
    .map((path) => ({ path: fromRoot(path), text: readFileSync(path, 'utf8') }))
const recipes = filesOf('docs/recipes', '.md')

it.each(filesOf(OWN, '.ts'))("$path says in its first line that it is the merchant's", ({ text }) => {
  expect(text).toMatch(/^\/\/ YOURS to edit: .* To upgrade the kit, replace everything else/)
})

it.each(filesOf(OWN_OF_THE_PHONE, '.ts'))('$path holds values, and nothing of ours', ({ path, text }) => {
  expect(text).toMatch(/^\/\/ YOURS\. Keep this file on an upgrade/)
  for (const statement of ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true).statements) {
    if (ts.isImportDeclaration(statement)) expect(statement.getText()).toMatch(/^import type /)
    else expect(statement.getText()).toMatch(/^export const \w+ = \{[^]*\} satisfies \w+$/)
  }
  expect(text).not.toMatch(/=>|function|`/)
})

/** Blocks of code that begin with the file they are for. */
const samples = recipes.flatMap(({ text }) =>
  [...text.matchAll(/```ts\n\/\/ (cloudfunctions\/\S+)\n(.*?)```/gs)].map(([, path = '', code = '']) => ({
    path,
    code,
  })),
)

it('a recipe has a sample for a file of theirs', () => {
  expect(samples.map(({ path }) => path)).toContain(`${OWN}/orders.ts`)
})

it.each(samples)('the sample for $path compiles in its place', ({ path, code }) => {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(ROOT, 'cloudfunctions/tsconfig.json'),
    {},
    {
      ...ts.sys,
      onUnRecoverableConfigFileDiagnostic: () => undefined,
    },
  )
  const file = join(ROOT, path)
  const host = ts.createCompilerHost(config?.options ?? {})
  const readFile = host.readFile.bind(host)
  host.readFile = (name) => (name === file ? code : readFile(name))
  const program = ts.createProgram([file], { ...config?.options, noUnusedParameters: true }, host)
  const told = ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))
  expect(told).toEqual([])
})
