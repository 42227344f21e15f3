import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { compileProgram } from '../../../../sandbox/phone/compile/compileProgram'

const KIT = join(__dirname, '../../../..')
const APP = { 'app.json': '{ "pages": ["pages/a"] }' }
const PAGE = { 'pages/a.json': '{}', 'pages/a.ts': 'Page({})', 'pages/a.wxml': '<view/>' }

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'program-'))))
afterEach(() => rmSync(root, { recursive: true }))

function compile(files: Record<string, string>) {
  for (const [name, text] of Object.entries({ ...APP, ...PAGE, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  return compileProgram(root)
}

const problemsOf = (files: Record<string, string>) =>
  compile(files).problems.map(({ file, line, message }) => [file, line, message].filter(Boolean).join(':'))

it.each(['miniprogram', 'sandbox/signing-miniprogram'])('%s compiles, and nothing is wrong with it', (folder) => {
  const { problems, isRunnable, parts } = compileProgram(join(KIT, folder))
  expect(problems).toEqual([])
  expect(isRunnable).toBe(true)
  expect(Object.keys(parts.modules)).toEqual(
    expect.arrayContaining(['app', ...parts.app.pages].slice(folder === 'miniprogram' ? 0 : 1)),
  )
})

it('tells what WeChat ignores at the top level of app.json, and has it where WeChat reads it', () => {
  const named = '"restartStrategy": "homePageAndLatestPage"'
  expect(problemsOf({ 'app.json': `{ "pages": ["pages/a"], ${named} }` })).toEqual([
    'app.json:WeChat ignores restartStrategy here; it belongs into window, or into the JSON of a page',
  ])
  expect(problemsOf({ 'app.json': `{ "pages": ["pages/a"], "window": { ${named} } }` })).toEqual([])
})

it('follows imports of any depth, and erases those of types', () => {
  const { parts, problems } = compile({
    'pages/a.ts': "import type { T } from '../../outside'\nimport { b } from '../lib'\nPage({ data: { b } as T })",
    'lib/index.ts': "export { b } from './deep/b'",
    'lib/deep/b.js': 'exports.b = 1',
  })
  expect(problems).toEqual([])
  expect(Object.keys(parts.modules).sort()).toEqual(['lib/deep/b', 'lib/index', 'pages/a'])
})

it('finds packages from npm as DevTools pack them: of the nearest folder, script and component', () => {
  const { parts, problems } = compile({
    'pages/a.json': '{ "usingComponents": { "card": "@their/kit/card/index" } }',
    'pages/a.ts': "const kit = require('@their/kit')\nconst one = require('one')\nPage({ data: { kit, one } })",
    'miniprogram_npm/@their/kit/index.js': 'exports.kit = 1',
    'miniprogram_npm/@their/kit/card/index.json': '{ "component": true }',
    'miniprogram_npm/@their/kit/card/index.js': "require('../index')\nComponent({})",
    'miniprogram_npm/@their/kit/card/index.wxml': '<view/>',
    'miniprogram_npm/one/index.js': 'exports.one = "far"',
    'pages/miniprogram_npm/one/index.js': 'exports.one = "near"',
  })
  expect(problems).toEqual([])
  expect(parts.json['pages/a']?.usingComponents).toEqual({ card: '/miniprogram_npm/@their/kit/card/index' })
  expect(Object.keys(parts.modules).sort()).toEqual([
    'miniprogram_npm/@their/kit/card/index',
    'miniprogram_npm/@their/kit/index',
    'pages/a',
    'pages/miniprogram_npm/one/index',
  ])
})

it('tells of a package that was not packed what to do', () => {
  expect(problemsOf({ 'pages/a.ts': "require('one')\nPage({})" })).toEqual([
    'pages/a.ts:imports "one", which is not in the folder of the mini-program; a package has to be in its miniprogram_npm (构建 npm)',
  ])
})

it.each(['subPackages', 'subpackages'])('has the pages of %s behind its own, and what they import', (name) => {
  const { parts, problems } = compile({
    'app.json': JSON.stringify({ pages: ['pages/a'], [name]: [{ root: 'more/', pages: ['x/index'] }] }),
    'lib.ts': 'export const one = 1',
    'more/x/index.json': '{}',
    'more/x/index.ts': "import { one } from '../../lib'\nPage({ data: { one } })",
    'more/x/index.wxml': '<view/>',
    'more/x/index.wxss': '.a { color: red; }',
  })
  expect(problems).toEqual([])
  expect(parts.app.pages).toEqual(['pages/a', 'more/x/index'])
  expect(Object.keys(parts.modules).sort()).toEqual(['lib', 'more/x/index', 'pages/a'])
  expect(parts.templates).toContain('more/x/index')
  expect(parts.styles['more/x/index']?.css).toContain('red')
})

it('finds components relative, absolute, by folder, and those of the app everywhere', () => {
  const component = (name: string) => ({
    [`${name}.json`]: '{ "component": true }',
    [`${name}.ts`]: 'Component({})',
    [`${name}.wxml`]: '<slot/>',
  })
  const { parts, problems } = compile({
    'app.json': '{ "pages": ["pages/a"], "usingComponents": { "every-where": "shared/every" } }',
    'pages/a.json': '{ "usingComponents": { "near-by": "../near/index", "by-folder": "/folder" } }',
    ...component('shared/every'),
    ...component('near/index'),
    ...component('folder/index'),
  })
  expect(problems).toEqual([])
  expect(parts.json['pages/a']?.usingComponents).toEqual({
    'every-where': '/shared/every',
    'near-by': '/near/index',
    'by-folder': '/folder/index',
  })
})

it.each([
  [{ 'app.json': '{ "pages": [] }' }, 'app.json:pages must be a list of at least one path'],
  [{ 'app.json': '{ "pages": ["pages/a"], "subPackages": {} }' }, 'app.json:subPackages must be a list'],
  [
    { 'app.json': '{ "pages": ["pages/a"], "subPackages": [{ "pages": ["b"] }] }' },
    'app.json:each of subPackages must have a "root"',
  ],
  [
    { 'app.json': '{ "pages": ["pages/a"], "subPackages": [{ "root": "../x", "pages": ["b"] }] }' },
    'app.json:each of subPackages must have a "root" and, in it,',
  ],
  [{ 'app.json': '{ pages' }, 'app.json:is not JSON'],
  [{ 'pages/a.ts': '\nPage({{' }, 'pages/a.ts:2:'],
  [{ 'pages/a.ts': "import x from './nowhere'\nx()" }, 'pages/a.ts:imports "./nowhere", which is not in the folder'],
  [
    { 'pages/a.ts': "import x from '../../typings/x'\nx()" },
    'pages/a.ts:imports "../../typings/x", which is not in the folder',
  ],
  [
    { 'pages/a.json': '{ "usingComponents": { "x-y": "./gone" } }' },
    'pages/a.json:usingComponents: <x-y> is at ./gone',
  ],
  [{ 'pages/a.wxml': '<view>\n{{a.}}</view>' }, 'pages/a.wxml:2:'],
  [{ 'pages/a.wxml': '<view>\n<text>{{ a?.b }}</text></view>' }, "pages/a.wxml:2:WeChat's compiler refuses ?."],
  [{ 'pages/a.wxml': '<text>{{ a ?? b }}</text>' }, "pages/a.wxml:1:WeChat's compiler refuses ??"],
  [{ 'pages/a.wxml': '<text>{{ `a` }}</text>' }, "pages/a.wxml:1:WeChat's compiler refuses `"],
  [{ 'pages/a.wxml': '<include src="./gone.wxml"/>' }, 'pages/gone.wxml:there is no such file'],
  [{ 'pages/a.wxss': '.a {\n color: red' }, 'pages/a.wxss:1:Unclosed block'],
  [{ 'pages/a.wxss': "\n@import './gone.wxss';" }, 'pages/a.wxss:2:imports pages/gone.wxss, which is not there'],
])('%j: says where and what', (files, expected) => {
  expect(problemsOf(files as Record<string, string>)).toContainEqual(expect.stringContaining(expected))
})

it('takes a conditional for what it is', () => {
  expect(problemsOf({ 'pages/a.wxml': '<text>{{ a ?.5 : b ? c : d }}</text>' })).toEqual([])
})

it('tells of a page that has no template', () => {
  rmSync(root, { recursive: true })
  const files: Record<string, string> = { ...APP, 'pages/a.json': '{}', 'pages/a.ts': 'Page({})' }
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true })
    writeFileSync(join(root, name), text)
  }
  expect(compileProgram(root).problems).toEqual([
    { level: 'error', file: 'pages/a.wxml', message: 'there is no such file' },
  ])
})
