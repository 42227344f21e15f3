import { BROWSER_VARIABLE, findBrowser } from '../../../scripts/browser/findBrowser'

const machine = (paths: string[], env: Record<string, string> = {}) => ({
  env: { PATH: '/usr/local/bin:/usr/bin', ...env },
  exists: (path: string) => paths.includes(path),
})

it('takes Chromium before Chrome, from PATH, and the one without a window before both', () => {
  expect(findBrowser(machine(['/usr/bin/google-chrome', '/usr/bin/chromium']))).toBe('/usr/bin/chromium')
  const both = machine(['/usr/bin/chromium', '/usr/bin/chromium-headless-shell'])
  expect(findBrowser(both)).toBe('/usr/bin/chromium-headless-shell')
})

it('looks where installers put it', () => {
  const chrome = '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome'
  expect(findBrowser(machine([chrome]))).toBe(chrome)
})

it('takes the one that is named, and no other in its place', () => {
  const named = { [BROWSER_VARIABLE]: '/opt/chrome' }
  expect(findBrowser(machine(['/opt/chrome', '/usr/bin/chromium'], named))).toBe('/opt/chrome')
  expect(findBrowser(machine(['/usr/bin/chromium'], named))).toBeUndefined()
})

it('finds none where there is none', () => {
  expect(findBrowser(machine([]))).toBeUndefined()
})
