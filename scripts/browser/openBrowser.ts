// A Chromium without a window: for the tests in a browser, and for the picture in the README.
import { chromium, type Browser } from 'playwright-core'
import { BROWSER_VARIABLE, findBrowser } from './findBrowser'

const ARGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** @throws {Error} there is no browser, with what to do */
export async function openBrowser(): Promise<Browser> {
  const executablePath = findBrowser()
  if (executablePath === undefined) {
    throw new Error(`no Chromium was found: run "npm test", which sets one up, or set ${BROWSER_VARIABLE}`)
  }
  return chromium.launch({ executablePath, headless: true, args: ARGS })
}
