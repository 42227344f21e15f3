// What a merchant edits lies apart, so that an upgrade replaces everything else.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import ts from 'typescript'
import { ROOT } from '../support/project'

const OWN = 'cloudfunctions/_shared/merchant'
/** Named in recipes to be called, not to be changed. */
const TO_CALL = ['cloudfunctions/_shared/contracts/evidence/inForce.ts']

const filesOf = (folder: string, extension: string) =>
  ts.sys
    .readDirectory(join(ROOT, folder), [extension])
    .map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, 'utf8') }))
const recipes = filesOf('docs/recipes', '.md')

it.each(filesOf(OWN, '.ts'))("$path says in its first line that it is the merchant's", ({ text }) => {
  expect(text).toMatch(/^\/\/ YOURS to edit: .* To upgrade the kit, replace everything else/)
})

it.each(recipes)('$path sends the merchant to no other file of the functions', ({ text }) => {
  const named = text.match(/cloudfunctions\/[\w/]+\.ts/g) ?? []
  expect(named.filter((name) => !name.startsWith(`${OWN}/`) && !TO_CALL.includes(name))).toEqual([])
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
