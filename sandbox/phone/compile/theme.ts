// COMPILE: what depends on light and dark. Runs in the browser, where the theme can change at any time.
import type { Themes, WindowJson } from './program'

export type ThemeName = 'light' | 'dark'

const SCHEME = /\(\s*prefers-color-scheme\s*:\s*(dark|light)\s*\)/g

/** Decides the colour scheme in CSS: what is said for `theme` always holds, what is said for the other never. */
export function themedCss(css: string, theme: ThemeName): string {
  return css.replace(SCHEME, (_, scheme: string) => (scheme === theme ? '(min-width: 0px)' : '(max-width: 0px)'))
}

/** Puts colours in the place of `@name`. A name that no theme has is left as it is, and is no colour. */
export function themedWindow(window: WindowJson, themes: Themes, theme: ThemeName): WindowJson {
  const entries = Object.entries(window as Record<string, unknown>).map(([name, value]) => {
    const isVariable = typeof value === 'string' && value.startsWith('@')
    return [name, isVariable ? (themes[theme][value.slice(1)] ?? value) : value] as const
  })
  return Object.fromEntries(entries)
}
