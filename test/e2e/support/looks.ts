// One state at every width, in both themes, at every text size: pictures, and what is wrong with them.
import { buildSync } from 'esbuild'
import { join } from 'node:path'
import type { Frame } from 'playwright-core'
import type { Finding } from './finding'
import type { PhonePage } from './phonePage'
import { pictureFile, TAKES_ALL } from './pictures'

export const WIDTHS = [320, 375, 430] as const
export const THEMES = ['light', 'dark'] as const
export const FONT_SCALES = [1, 1.4, 1.75, 2] as const

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

/** @returns every flaw, with the variant it was seen in */
export async function lookAt(phone: PhonePage, surface: Surface, name: string, scaleTo: Scaler): Promise<string[]> {
  const flaws: string[] = []
  const frame = frameOf(phone, surface)
  if (!frame || CHECKS === undefined) throw new Error(`no frame of ${surface}`)
  await frame.evaluate(CHECKS)
  for (const width of WIDTHS) {
    await phone.page.getByRole('button', { name: String(width), exact: true }).click()
    for (const theme of THEMES) {
      await phone.set('Dark mode', theme === 'dark')
      for (const scale of FONT_SCALES.filter((one) => isLookedAt(surface, width, theme, one))) {
        const variant = `${width}-${theme}-${scale}`
        await scaleTo(frame, scale)
        const findings = await frame.evaluate<Finding[]>('findFlaws()')
        flaws.push(...findings.map(({ rule, what }) => `${variant}: ${rule}: ${what}`))
        await frame.evaluate("document.querySelectorAll('.page-box').forEach((box) => box.scrollTo(0, 0))")
        if (TAKES_ALL || findings.length > 0)
          await phone.page.locator('#screen').screenshot({ path: pictureFile(name, variant), animations: 'disabled' })
      }
    }
  }
  return flaws
}

function frameOf({ page }: PhonePage, surface: Surface): Frame | null {
  if (surface === 'sheet') return page.mainFrame()
  return page.frame(surface === 'app' ? 'merchant-app' : `mp-${surface}`)
}
