// Contrast after WCAG 2.1, computed from the style tokens themselves: 4.5 to 1 for text, 3 to 1 for signs.
import fs from 'node:fs'
import path from 'node:path'
import { MINIPROGRAM } from '../support/paths'

const CARD = 'components/entrust-sign'
const read = (file: string): string => fs.readFileSync(path.join(MINIPROGRAM, file), 'utf8')

type Tokens = Record<string, string>

function tokensIn(css: string): Tokens {
  return Object.fromEntries(
    [...css.matchAll(/(--[\w-]+):\s*([^;]+);/g)].map(([, name = '', value = '']) => [name, value]),
  )
}

const [lightCss = '', darkCss = ''] = read(`${CARD}/tokens.wxss`).split('@media (prefers-color-scheme: dark)')
const THEMES: [string, Tokens][] = [
  ['light', tokensIn(lightCss)],
  ['dark', { ...tokensIn(lightCss), ...tokensIn(darkCss) }],
]

/** Relative luminance of #rrggbb. */
function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [1, 3, 5].map((at) => {
    const channel = parseInt(hex.slice(at, at + 2), 16) / 255
    return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(a: string, b: string): number {
  const [light = 0, dark = 0] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (light + 0.05) / (dark + 0.05)
}

/** What stands on what. */
const TEXT: [ink: string, ground: string][] = [
  ['--text', '--card'],
  ['--text', '--ground'],
  ['--text-soft', '--card'],
  ['--text-soft', '--ground'],
  ['--text-faint', '--card'],
  ['--text-faint', '--ground'],
  ['--on-brand', '--brand'],
  ['--brand-ink', '--ground'],
  ['--brand-ink', '--card'],
  ['--brand-ink', '--brand-soft'],
  ['--warn', '--warn-soft'],
  ['--danger', '--card'],
  ['--danger', '--ground'],
]

const SIGNS: [ink: string, ground: string][] = [
  ['--brand-ink', '--brand-soft'],
  ['--warn', '--warn-soft'],
  ['--brand', '--card'],
  ['--brand', '--ground'],
  ['--on-brand', '--brand'],
  ['--outline', '--ground'],
  ['--outline', '--card'],
  ['--outline', '--line'],
]

/** WeChat's own green, beside words that say the same: seen by whoever can, and needed by nobody. */
const BESIDE_WORDS = '--mark'

describe.each(THEMES)('colours of the %s theme', (_, tokens) => {
  const of = (name: string): string => {
    const value = tokens[name]
    if (!value || !/^#[0-9a-f]{6}$/.test(value)) throw new Error(`${name}: expected #rrggbb, found ${value}`)
    return value
  }

  it.each(TEXT)('let text in %s be read on %s', (ink, ground) => {
    expect(contrast(of(ink), of(ground))).toBeGreaterThanOrEqual(4.5)
  })

  it.each(SIGNS)('let a sign in %s be seen on %s', (ink, ground) => {
    expect(contrast(of(ink), of(ground))).toBeGreaterThanOrEqual(3)
  })
})

describe('contrast', () => {
  it('is computed as WCAG says', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
    // Why the light theme does not use WeChat's own green.
    expect(contrast('#ffffff', '#07c160')).toBeCloseTo(2.38, 2)
  })
})

/** With the rules in it. */
const REDUCED = /@media \(prefers-reduced-motion: reduce\) \{(?:[^{}]*\{[^{}]*\})*\s*\}/g

describe('the style sheets', () => {
  const sheets = [`${CARD}/base.wxss`, `${CARD}/index.wxss`, 'pages/checkout/index.wxss', 'app.wxss']
  const drawn = sheets.map(read).join('\n')

  it.each(sheets)('name colours by token only: %s', (file) => {
    const css = read(file).replace(/\/\*[\s\S]*?\*\//g, '')
    expect(css.match(/#[0-9a-f]{3,8}\b|rgba?\(|hsla?\(/gi) ?? []).toEqual([])
  })

  it('use no token that is not there, and have none that is not used', () => {
    const used = new Set<string>(drawn.match(/--[\w-]+(?=\))/g))
    // Set on the card itself, from the user's type size.
    used.delete('--scale')
    used.delete('--title-scale')
    // Drawn with a fallback: a merchant's tokens may be older.
    expect(drawn).toContain(`var(${BESIDE_WORDS}, var(--brand))`)
    used.add(BESIDE_WORDS)
    expect([...used].sort()).toEqual(Object.keys(THEMES[0]?.[1] ?? {}).sort())
  })

  it('give the dark theme every colour of the light one', () => {
    expect(Object.keys(tokensIn(darkCss)).sort()).toEqual(Object.keys(tokensIn(lightCss)).sort())
  })

  it('agree with what app.json draws around the pages', () => {
    const theme = JSON.parse(read('theme.json')) as Record<string, Tokens>
    for (const [name, tokens] of THEMES) {
      expect(theme[name]).toMatchObject({ ground: tokens['--ground'], navBackground: tokens['--ground'] })
    }
  })

  it('write no text smaller than 12 px, and let every size grow with the user', () => {
    const sizes = [...drawn.matchAll(/font-size:\s*([^;]+);/g)].map(([, size = '']) => size)
    const decorative = ['17px'] // the first letter in the place of a logo, hidden from screen readers
    for (const size of sizes.filter((each) => !decorative.includes(each))) {
      expect(size).toMatch(/^calc\(\d+px \* var\(--(title-)?scale\)\)$/)
      expect(parseInt(size.slice('calc('.length), 10)).toBeGreaterThanOrEqual(12)
    }
  })

  const rulesOf = (selector: string): string =>
    new RegExp(`\\n${selector.replace(/\./g, '\\.')} \\{([^}]*)\\}`).exec(drawn)?.[1] ?? ''

  it('keep every tap area at 44 px or more', () => {
    for (const tappable of ['.card-page .button', '.card-page .button--text', '.agree__document', '.service']) {
      expect(Number(/min-height: (\d+)px/.exec(rulesOf(tappable))?.[1])).toBeGreaterThanOrEqual(44)
    }
  })

  it('keep 8 px between what can be tapped', () => {
    expect(rulesOf('.card-page .button')).toContain('margin: 8px 0 0;')
    expect(rulesOf('.sheet__buttons .button')).toContain('margin: 8px 6px 0;')
  })

  it.each(['.foot', '.sheet', '.reader__foot'])('leave the edge of the screen to the phone: %s', (selector) => {
    expect(rulesOf(selector)).toMatch(/padding: [^;]*env\(safe-area-inset-bottom\)/)
  })

  it('give no text a fixed height', () => {
    const rules = [...drawn.replace(/\/\*[\s\S]*?\*\//g, '').matchAll(/([^{}]+)\{([^{}]*)\}/g)]
    const fixed = rules
      .filter(([, , body = '']) => /^\s*height: \d/m.test(body))
      .map(([, selector = '']) => selector.trim())
    expect(fixed.length).toBeGreaterThan(0)
    // Pictures and signs only.
    expect(fixed.filter((selector) => !/^\.(payee__logo|mark|step|tick|reader__(end|fade))/.test(selector))).toEqual([])
  })

  it.each([
    ['.moment', 'appear 160ms'],
    ['.mask', 'fade 200ms'],
    ['.sheet', 'rise 200ms'],
    ['.reader', 'push 240ms'],
  ])('move %s in its time, and not at all for whoever wants no motion', (selector, animation) => {
    const moving = drawn.replace(REDUCED, '')
    const still = [...drawn.matchAll(REDUCED)].join('\n')
    expect(moving).toMatch(new RegExp(`\\n\\${selector} \\{[^}]*animation: ${animation} ease-out;`))
    expect(still).toMatch(new RegExp(`\\${selector}[,\\s][^}]*animation: none;`))
  })

  it('move nothing else but the sign that waits', () => {
    const moved = drawn.replace(REDUCED, '').match(/animation: \w+|transition/g)
    expect(moved?.sort()).toEqual(['appear', 'fade', 'push', 'rise', 'turn'].map((name) => `animation: ${name}`))
  })
})
