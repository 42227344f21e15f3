// Where a Chromium is on this machine, and whether it can write Chinese.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = [
  // Chromium without a window, and without the pages that draw one: half the work for each page.
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome-stable',
  'google-chrome',
  'microsoft-edge',
  'chrome.exe',
  'msedge.exe',
]
/** Where installers put it without telling PATH. */
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** Names a browser that is nowhere else. */
export const BROWSER_VARIABLE = 'E2E_BROWSER'

interface Machine {
  env: Readonly<Record<string, string | undefined>>
  exists: (path: string) => boolean
}

const thisMachine: Machine = { env: process.env, exists: existsSync }

/** @returns its path, or `undefined` when there is none */
export function findBrowser({ env, exists }: Machine = thisMachine): string | undefined {
  const named = env[BROWSER_VARIABLE]
  if (named !== undefined && named !== '') return exists(named) ? named : undefined
  const folders = (env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  const candidates = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), ...PLACES]
  return candidates.find(exists)
}

/** Fontconfig's list of fonts with Chinese; a system without fontconfig brings its own. */
export function hasChineseFonts(platform: NodeJS.Platform = process.platform): boolean {
  if (platform !== 'linux') return true
  const { status, stdout } = spawnSync('fc-list', [':lang=zh-cn', 'family'], { encoding: 'utf8' })
  return status === 0 && stdout.trim() !== ''
}
