// One state at every width, in both themes, at every text size: pictures, and what is wrong with them.
import { buildSync } from 'esbuild'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import type { Finding } from './finding'
import type { PhonePage } from './phonePage'
import { pictureFile, TAKES_ALL } from './pictures'

const WIDTHS = [320, 375, 430] as const
/** There and back: a theme is what takes longest to change, so it is changed once. */
const WAY = [
  { theme: 'light', widths: WIDTHS },
  { theme: 'dark', widths: [...WIDTHS].reverse() },
] as const
const FONT_SCALES = [1, 1.4, 1.75, 2] as const

/**
 * In the kit's own mini-program the theme changes colours and nothing else (test/miniprogram/project.test.ts), so a test run looks
 * at the dark in the commonest width and size, and where least fits. All of them: `npm run picture:states`.
 */
const isLookedAt = (surface: Surface, width: number, theme: string, scale: number): boolean =>
  [TAKES_ALL, surface !== 'merchant', theme === 'light'].includes(true) ||
  (width === 375 && scale === 1) ||
  (width === 320 && scale === 2)

/** Runs in the frame, so it is bundled for it. */
export const CHECKS = buildSync({
  entryPoints: [join(__dirname, '../inPage/checks.ts')],
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
}).outputFiles[0]?.text

/** What is looked at: a mini-program, the merchant's own app, or WeChat's sheet over the screen. */
export type Surface = 'merchant' | 'signing' | 'app' | 'sheet'

export type Scaler = (frame: Frame, scale: number) => Promise<void>

/** Leaves the page as it was found: some checks scroll. */
const LOOK = `(() => {
  const flaws = findFlaws()
  document.querySelectorAll('.page-box').forEach((box) => box.scrollTo(0, 0))
  return flaws
})()`

/** @returns every flaw, with the variant it was seen in */
export async function lookAt(phone: PhonePage, surface: Surface, name: string, scaleTo: Scaler): Promise<string[]> {
  const flaws: string[] = []
  const frame = frameOf(phone, surface)
  if (!frame || CHECKS === undefined) throw new Error(`no frame of ${surface}`)
  await frame.evaluate(CHECKS)
  for (const { theme, width, scales } of variantsOf(surface)) {
    await phone.set('Dark mode', theme === 'dark')
    await phone.setWidth(width)
    for (const scale of scales) {
      const variant = `${width}-${theme}-${scale}`
      await scaleTo(frame, scale)
      const findings = await frame.evaluate<Finding[]>(LOOK)
      flaws.push(...findings.map(({ rule, what }) => `${variant}: ${rule}: ${what}`))
      if (TAKES_ALL || findings.length > 0)
        await phone.page.locator('#screen').screenshot({ path: pictureFile(name, variant), animations: 'disabled' })
    }
  }
  return flaws
}

/** What is looked at, in the order of it. */
const variantsOf = (surface: Surface) =>
  WAY.flatMap(({ theme, widths }) =>
    widths.map((width) => ({
      theme,
      width,
      scales: FONT_SCALES.filter((scale) => isLookedAt(surface, width, theme, scale)),
    })),
  ).filter(({ scales }) => scales.length > 0)

function frameOf({ page }: PhonePage, surface: Surface): Frame | null {
  if (surface === 'sheet') return page.mainFrame()
  return page.frame(surface === 'app' ? 'merchant-app' : `mp-${surface}`)
}
