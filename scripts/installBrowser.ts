// Before `npm test`: a Chromium and Chinese fonts, found where they are, otherwise installed where that can be done.
import { aptInstall } from './aptInstall'
import { BROWSER_VARIABLE, findBrowser, hasChineseFonts } from './browser/findBrowser'

/** The first does half the work for a page; not every system has it. */
const BROWSERS = ['chromium-headless-shell', 'chromium']
const FONTS = 'fonts-noto-cjk'

for (const browser of BROWSERS) if (findBrowser() === undefined) aptInstall([browser], 'the tests in a browser')
if (!hasChineseFonts()) aptInstall([FONTS], 'the tests in a browser')
if (findBrowser() === undefined) {
  console.error(
    `The tests in a browser need Chromium or Chrome, and none was found or could be installed.\n` +
      `Install one (Debian, Ubuntu: apt-get install ${BROWSERS.join(' or ')}, and ${FONTS}), ` +
      `or name it: ${BROWSER_VARIABLE}=/path/to/chrome npm test`,
  )
  process.exit(1)
}
if (!hasChineseFonts()) {
  console.error(`No Chinese font was found: what is measured and photographed will not look right (${FONTS}).`)
}
