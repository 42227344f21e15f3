// BUILT-IN COMPONENTS: <page-meta>, which sets what belongs to the page as a whole.
import { reflectPageFont } from '../runtime/fontScale'
import { textOf, type Builtin, type Definition } from './common'

export const pageMetaDefinition: Definition = {
  properties: {
    rootFontSize: String,
    pageFontSize: String,
    pageStyle: String,
    rootBackgroundColor: String,
    backgroundColor: String,
    backgroundTextStyle: String,
    backgroundColorTop: String,
    backgroundColorBottom: String,
  },
  observers: [
    {
      fields: 'rootFontSize, pageFontSize, pageStyle, rootBackgroundColor',
      observer(this: unknown) {
        apply((this as Builtin).data)
      },
    },
  ],
  attached: (self) => apply(self.data),
}

function apply({ rootFontSize, pageFontSize, pageStyle, rootBackgroundColor }: Record<string, unknown>): void {
  const root = document.documentElement
  reflectPageFont(root, textOf(rootFontSize), textOf(pageFontSize))
  root.style.backgroundColor = textOf(rootBackgroundColor)
  const page = [...document.querySelectorAll<HTMLElement>('wx-page')].at(-1)
  if (page && typeof pageStyle === 'string') page.style.cssText = pageStyle
}
