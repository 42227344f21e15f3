// FRAME: the style sheets of a mini-program in the one document of the frame.
import type { CompiledStyle } from '../../compile/program'
import { themedCss, type ThemeName } from '../../compile/theme'

interface Sheet {
  css: string
  element: HTMLStyleElement
}

export class Styles {
  readonly #sheets = new Map<string, Sheet>()
  #theme: ThemeName = 'light'
  #shown: string | undefined

  /** Puts every sheet into the document; those of pages hold only while their page is shown. */
  constructor(
    styles: Readonly<Record<string, CompiledStyle>>,
    private readonly pages: readonly string[],
  ) {
    for (const [path, { css }] of Object.entries(styles)) {
      const element = document.createElement('style')
      element.dataset['path'] = path
      document.head.append(element)
      this.#sheets.set(path, { css, element })
    }
    this.setTheme('light')
  }

  setTheme(theme: ThemeName): void {
    this.#theme = theme
    for (const { css, element } of this.#sheets.values()) element.textContent = themedCss(css, this.#theme)
    document.documentElement.dataset['theme'] = theme
    // A sheet with another text holds again, whoever it belongs to.
    this.showPage(this.#shown)
  }

  showPage(path: string | undefined): void {
    this.#shown = path
    for (const page of this.pages) {
      const sheet = this.#sheets.get(page)
      if (sheet) sheet.element.disabled = page !== path
    }
  }
}
