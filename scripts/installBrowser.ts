// Before `npm test`: a Chromium and Chinese fonts, found where they are, otherwise installed where that can be done.
import { aptInstall } from './aptInstall'
import { BROWSER_VARIABLE, findBrowser, hasChineseFonts } from './browser/findBrowser'

const PACKAGES = { browser: 'chromium', fonts: 'fonts-noto-cjk' }

function missingPackages(): string[] {
  return [...(findBrowser() === undefined ? [PACKAGES.browser] : []), ...(hasChineseFonts() ? [] : [PACKAGES.fonts])]
}

const missing = missingPackages()
if (missing.length > 0) aptInstall(missing, 'the tests in a browser')
if (findBrowser() === undefined) {
  console.error(
    `The tests in a browser need Chromium or Chrome, and none was found or could be installed.\n` +
      `Install one (Debian, Ubuntu: apt-get install ${PACKAGES.browser} ${PACKAGES.fonts}), ` +
      `or name it: ${BROWSER_VARIABLE}=/path/to/chrome npm test`,
  )
  process.exit(1)
}
if (!hasChineseFonts()) {
  console.error(`No Chinese font was found: what is measured and photographed will not look right (${PACKAGES.fonts}).`)
}
