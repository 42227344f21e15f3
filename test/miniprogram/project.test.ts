/** @jest-environment node */
// The project as WeChat's own tools take it: configuration, templates, and what a phone has to carry.
import fs from 'node:fs'
import path from 'node:path'
import { transformSync as compile } from '@swc/core'
import { transformSync as squeeze } from 'esbuild'
import { settings } from '../../miniprogram/entrust/merchant/settings'
import { MINIPROGRAM } from './support/paths'

const ROOT = path.join(MINIPROGRAM, '..')
const LIMIT = 75_000
/** What a merchant who only signs never shows: root, pages and limit. */
const SUBPACKAGES: readonly (readonly [root: string, pages: readonly string[], limit: number])[] = [
  ['pages/contract', ['index', 'other'], 6_000],
  ['pages/checkout', ['index'], 30_000],
]

interface TemplateCompiler {
  wxmlToJs(root: string, options: { maxBuffer: number }): string
  wxssToJs(root: string): string
}
const compiler = jest.requireActual<TemplateCompiler>('miniprogram-compiler')

const files = fs
  .readdirSync(MINIPROGRAM, { recursive: true, encoding: 'utf8' })
  .map((file) => file.split(path.sep).join('/'))
  .filter((file) => fs.statSync(path.join(MINIPROGRAM, file)).isFile())
const ending = (...endings: string[]): string[] => files.filter((file) => endings.includes(path.extname(file)))
const read = (file: string): string => fs.readFileSync(path.join(MINIPROGRAM, file), 'utf8')
const json = (file: string): Record<string, unknown> => JSON.parse(read(file)) as Record<string, unknown>
const app = json('app.json')

describe('what a phone carries', () => {
  /** As DevTools make it for upload: ES5, minified. */
  function compiled(file: string): string {
    const text = read(file)
    switch (path.extname(file)) {
      case '.ts':
        return compile(text, {
          jsc: {
            parser: { syntax: 'typescript' },
            target: 'es5',
            externalHelpers: true,
            minify: { compress: true, mangle: true },
          },
          minify: true,
          module: { type: 'commonjs' },
        }).code
      case '.wxss':
        return squeeze(text, { loader: 'css', minify: true, charset: 'utf8' }).code
      case '.wxml':
        // WeChat's compiler leaves out comments and what stands between two tags.
        return text
          .replace(/<!--.*?-->/gs, '')
          .replace(/\s+/g, ' ')
          .replaceAll('> <', '><')
      default:
        return text
    }
  }

  const isInSubpackage = (file: string): boolean => SUBPACKAGES.some(([root]) => file.startsWith(`${root}/`))
  const sizeOf = (list: readonly string[]): number =>
    list.reduce((sum, file) => sum + Buffer.byteLength(compiled(file)), 0)

  it('is 75 kB or less, page, card and logic together', () => {
    const size = sizeOf(files.filter((file) => /^(pages|components|entrust|wx)\//.test(file) && !isInSubpackage(file)))
    expect(size).toBeLessThanOrEqual(LIMIT)
    // A test that measures nothing would pass too.
    expect(size).toBeGreaterThan(LIMIT / 2)
  })

  it.each(SUBPACKAGES)(
    'grows by %s with %j only once someone goes there, and by %d bytes or less',
    (root, _, limit) => {
      const size = sizeOf(files.filter((file) => file.startsWith(`${root}/`)))
      expect(size).toBeLessThanOrEqual(limit)
      expect(size).toBeGreaterThan(limit / 4)
      // Everything else is on the phone without it.
      for (const file of ending('.ts', '.wxml', '.wxss', '.json').filter((each) => !each.startsWith(`${root}/`))) {
        expect(read(file)).not.toMatch(new RegExp(`(from|import|:) ['"][^'"]*${root}/`))
      }
    },
  )

  it('has those subpackages and no others', () => {
    expect(app['subPackages']).toEqual(SUBPACKAGES.map(([root, pages]) => ({ root, pages })))
  })

  it('imports nothing but itself; types of the contract are erased', () => {
    const imports = ending('.ts').flatMap((file) =>
      [...read(file).matchAll(/^import (type )?[^;]*? from '([^']+)'/gms)].map(([, type, from = '']) => ({
        from,
        isType: type !== undefined,
      })),
    )
    expect(imports.length).toBeGreaterThan(50)
    for (const { from, isType } of imports) {
      expect(from.startsWith('.')).toBe(true)
      if (from.includes('typings/')) expect(isType).toBe(true)
    }
  })

  it('names wx in one folder only', () => {
    const naming = ending('.ts').filter((file) =>
      /\bwx\./.test(read(file).replace(/\/\/.*|`wx\.[^`]*`|\/\*[\s\S]*?\*\//g, '')),
    )
    expect(naming.filter((file) => !file.startsWith('wx/')).sort()).toEqual(['app.ts'])
  })

  it('needs no syntax that an old phone cannot even read', () => {
    const code = ending('.ts').map(read).join('\n')
    expect(code).not.toMatch(/\(\?<[!=]|Object\.hasOwn|\.at\(|replaceAll|structuredClone|\\p\{/)
  })
})

describe("WeChat's own compilers", () => {
  it('take every template', () => {
    const code = compiler.wxmlToJs(MINIPROGRAM, { maxBuffer: 64 * 1024 * 1024 })
    for (const file of ending('.wxml')) expect(code).toContain(`cs.push("${file}:`)
  })

  it('take every style sheet', () => {
    expect(compiler.wxssToJs(MINIPROGRAM)).toContain('card-page')
  })

  it('are given nothing in an expression that they do not all take', () => {
    for (const file of ending('.wxml')) {
      for (const [expression] of read(file).matchAll(/\{\{.*?\}\}/gs)) expect(expression).not.toMatch(/`|\?\.|\?\?/)
    }
  })
})

/** With what it is put together from in its own folder. */
const scriptOf = (file: string): string =>
  [
    read(file),
    ...[...read(file).matchAll(/ from '\.\/(\w+)'/g)].map(([, name = '']) =>
      read(path.join(path.dirname(file), `${name}.ts`)),
    ),
  ].join('\n')

/** A template with the parts it is put together from, and no others. */
function templateOf(file: string): string {
  const text = read(file)
  const [, from] = /<import src="([^"]+)"/.exec(text) ?? []
  return from === undefined ? text : withParts(text, partsIn(path.join(path.dirname(file), from)))
}

const partsIn = (file: string): Map<string, string> =>
  new Map(
    [...read(file).matchAll(/<template name="(\w+)">(.*?)<\/template>/gs)].map(([, name = '', part = '']) => [
      name,
      part,
    ]),
  )

const withParts = (text: string, parts: Map<string, string>): string =>
  [text, ...[...text.matchAll(/is="(\w+)"/g)].map(([, name = '']) => withParts(parts.get(name) ?? '', parts))].join(
    '\n',
  )

describe('templates', () => {
  const bound = ending('.wxml').filter((file) => files.includes(file.replace(/wxml$/, 'ts')))
  it.each(bound)('bind only what their script has: %s', (file) => {
    const script = scriptOf(file.replace(/wxml$/, 'ts'))
    const handlers = [...templateOf(file).matchAll(/(?:bind|catch):?[\w]+="(\w+)"/g)].map(([, name = '']) => name)
    expect(handlers.length).toBeGreaterThan(0)
    for (const name of handlers) expect(script).toMatch(new RegExp(`\\n {4,6}${name}\\(`))
  })

  it.each([
    ['components/entrust-sign/index.wxml', 5],
    ['pages/contract/index.wxml', 1],
    ['pages/checkout/index.wxml', 2],
  ])('give a name to everything that can be tapped: %s', (file, least) => {
    const tappable = [...templateOf(file).matchAll(/<(view|button|navigator)\b[^>]*bindtap[^>]*>/g)]
    expect(tappable.length).toBeGreaterThanOrEqual(least)
    expect(templateOf(file).match(/bindtap/g)).toHaveLength(tappable.length)
    // The mask around a sheet is no button: whoever cannot see it has those on the sheet.
    for (const [tag] of tappable.filter(([each]) => !each.includes('class="mask"')))
      expect(tag).toMatch(/aria-role="(button|checkbox)"[\s\S]*aria-label=/)
  })

  it.each([
    ['components/entrust-sign/index.wxml', 1],
    // The payment, and the line of the signing.
    ['pages/checkout/index.wxml', 2],
  ])('tell a screen reader of every new state: %s', (file, times) => {
    expect(read(file).match(/aria-live="polite"/g)).toHaveLength(times)
  })

  it("ask for no consent in the checkout: the offer is WeChat Pay's own, after the payment", () => {
    expect(read('pages/checkout/index.wxml')).not.toMatch(/checkbox|switch|radio|input|checked|navigator/)
  })
})

describe('configuration', () => {
  it('has a page for every path, and a component for every name', () => {
    const subpackages = app['subPackages'] as { root: string; pages: string[] }[]
    const pages = subpackages.flatMap((each) => each.pages.map((page) => `${each.root}/${page}`))
    for (const page of [...(app['pages'] as string[]), ...pages]) {
      for (const kind of ['.ts', '.wxml', '.json']) expect(files).toContain(page + kind)
      const used = (json(`${page}.json`)['usingComponents'] ?? {}) as Record<string, string>
      for (const component of Object.values(used)) expect(files).toContain(`${component.slice(1)}.json`)
    }
  })

  it('lists every mini-program that users are sent to', () => {
    expect(app['navigateToMiniProgramAppIdList']).toEqual(settings.signAppids)
  })

  it('comes back to the page the user left, dark where they like it dark', () => {
    // At the top level WeChat ignores it.
    expect(app).not.toHaveProperty('restartStrategy')
    expect(app['window']).toMatchObject({ restartStrategy: 'homePageAndLatestPage' })
    expect(app).toMatchObject({
      darkmode: true,
      themeLocation: 'theme.json',
      lazyCodeLoading: 'requiredComponents',
      sitemapLocation: 'sitemap.json',
    })
  })

  it('changes nothing in the dark but colours: all else was looked at in the light', () => {
    const queries = ending('.wxss').flatMap((file) => [
      ...read(file).matchAll(/@media \(prefers-color-scheme[^{]*\{([^{}]*\{[^{}]*\}\s*)*\}/g),
    ])
    const declarations = queries.flatMap(([block]) => [...block.matchAll(/^\s*([\w-]+): (.*);$/gm)])
    expect(declarations.length).toBeGreaterThan(10)
    for (const [line, name, value] of declarations) {
      expect([line, name]).toEqual([line, expect.stringMatching(/^--/)])
      expect([line, value]).toEqual([line, expect.stringMatching(/^(#[0-9a-f]{6}|rgba\([\d., ]+\))$/)])
    }
  })

  it('has every colour it names in both themes', () => {
    const names = [...read('app.json').matchAll(/"@(\w+)"/g)].map(([, name]) => name)
    const theme = json('theme.json') as Record<string, Record<string, string>>
    for (const name of ['light', 'dark']) {
      expect(Object.keys(theme[name] ?? {}).sort()).toEqual([...new Set(names)].sort())
    }
  })

  it('tells DevTools where everything is', () => {
    const project = JSON.parse(fs.readFileSync(path.join(ROOT, 'project.config.json'), 'utf8')) as Record<
      string,
      unknown
    >
    expect(project).toMatchObject({
      miniprogramRoot: 'miniprogram/',
      cloudfunctionRoot: 'functions-built/',
      compileType: 'miniprogram',
      setting: { useCompilerPlugins: ['typescript'] },
    })
    expect(project['libVersion']).toMatch(/^\d+\.\d+\.\d+$/)
  })
})
