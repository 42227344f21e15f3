// Before `npm test`: a Chromium and Chinese fonts, found where they are, otherwise installed where that can be done.
import { spawnSync } from 'node:child_process'
import { BROWSER_VARIABLE, findBrowser, hasChineseFonts } from './browser/findBrowser'

const PACKAGES = { browser: 'chromium', fonts: 'fonts-noto-cjk' }

function missingPackages(): string[] {
  return [...(findBrowser() === undefined ? [PACKAGES.browser] : []), ...(hasChineseFonts() ? [] : [PACKAGES.fonts])]
}

/** @returns whether apt-get could be tried at all: a Debian of some kind, and the right to install */
function install(packages: readonly string[]): boolean {
  const isRoot = process.getuid?.() === 0
  const [program = '', ...prefix] = isRoot ? ['apt-get'] : ['sudo', '-n', 'apt-get']
  const run = (...args: string[]) =>
    spawnSync(program, [...prefix, ...args], {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    })
  if (run('--version').status !== 0) return false
  console.error(`Installing ${packages.join(' and ')} for the tests in a browser (once) ...`)
  run('-qq', 'update')
  return run('-qq', 'install', '-y', '--no-install-recommends', ...packages).status === 0
}

const missing = missingPackages()
if (missing.length > 0) install(missing)
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
