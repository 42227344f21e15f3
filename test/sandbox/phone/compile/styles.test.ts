import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Source } from '../../../../sandbox/phone/compile/source'
import { compileStyle } from '../../../../sandbox/phone/compile/styles'
import { themedCss, themedWindow } from '../../../../sandbox/phone/compile/theme'

let root: string
beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'styles-'))))
afterEach(() => rmSync(root, { recursive: true }))

function compile(css: string, scope?: string) {
  writeFileSync(join(root, 'a.wxss'), css)
  const source = new Source(root)
  return { css: compileStyle(source, 'a', scope).css, problems: source.problems }
}

it.each([
  ['.a{width:750rpx}', '.a{width:100vw}'],
  ['.a{margin:-15rpx 0 .75rpx}', '.a{margin:-2vw 0 0.1vw}'],
  ['@media (min-width: 375rpx){.a{top:0}}', '@media (min-width: 50vw){.a{top:0}}'],
  ['page view.a > text{top:0}', 'wx-page wx-view.a > wx-text{top:0}'],
  ['.a{padding:env(safe-area-inset-bottom)}', '.a{padding:var(--phone-inset-bottom)}'],
  ['.a{padding:calc(8px + constant(safe-area-inset-top, 0px))}', '.a{padding:calc(8px + var(--phone-inset-top))}'],
  ['@keyframes k{from{top:0}to{top:7.5rpx}}', '@keyframes k{from{top:0}to{top:1vw}}'],
])('%s', (wxss, css) => {
  expect(compile(wxss).css).toBe(css)
})

it('keeps the classes of a component to itself, its own element included', () => {
  expect(compile('.a .b:not(.c){top:0}:host(.d){top:0}:host{top:0}', 'x1').css).toBe(
    '.x1--a .x1--b:not(.x1--c){top:0}[wx-host="x1"]{top:0}[wx-host="x1"]{top:0}',
  )
})

it('takes in what is imported, and says so when it goes round in circles', () => {
  writeFileSync(join(root, 'b.wxss'), '.b{top:0}')
  expect(compile("@import './b.wxss';.a{top:0}").css).toBe('.b{top:0}.a{top:0}')
  writeFileSync(join(root, 'b.wxss'), "@import './a.wxss';")
  expect(compile("@import './b.wxss';").problems[0]?.message).toContain('cannot import')
})

it.each(['view{top:0}', '#id{top:0}', '.a[data-x]{top:0}'])('warns of %s in a component', (wxss) => {
  expect(compile(wxss, 'x1').problems).toMatchObject([{ level: 'warning', file: 'a.wxss', line: 1 }])
  expect(compile(wxss).problems).toEqual([])
})

describe('light and dark', () => {
  const css = '@media (prefers-color-scheme: dark){.a{color:white}}'

  it.each([
    ['dark', '@media (min-width: 0px){.a{color:white}}'],
    ['light', '@media (max-width: 0px){.a{color:white}}'],
  ] as const)('%s', (theme, expected) => {
    expect(themedCss(css, theme)).toBe(expected)
  })

  it('puts colours in the place of their names', () => {
    const themes = { light: { bar: '#fff' }, dark: { bar: '#000' } }
    const window = {
      navigationBarBackgroundColor: '@bar',
      navigationBarTitleText: '@title',
      navigationStyle: 'default',
    }
    expect(themedWindow(window, themes, 'dark')).toEqual({ ...window, navigationBarBackgroundColor: '#000' })
  })
})
