// FRAME: the text size set in WeChat. A page grows only where it says so: by `page-meta`, or by asking for the factor.

/** WeChat's middle size, in px. */
const SYSTEM_PX = 16

let scale = 1
let wanted = { root: '', page: '' }

export function setFontScale(fontScale: number): void {
  scale = fontScale
  write(document.documentElement)
}

/** `root-font-size` and `page-font-size`: a length, or `system` for the size set in WeChat. */
export function reflectPageFont(root: HTMLElement, rootSize: string, pageSize: string): void {
  wanted = { root: rootSize, page: pageSize }
  write(root)
}

function write(root: HTMLElement): void {
  root.style.fontSize = sizeOf(wanted.root)
  document.body.style.fontSize = sizeOf(wanted.page)
}

const sizeOf = (size: string): string => (size === 'system' ? `${SYSTEM_PX * scale}px` : size)
