// Opening the phone's address: with a program of our own in the place of the system's.
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { openInBrowser } from '../../../scripts/start/openInBrowser'

const URL = 'http://127.0.0.1:4780/'
const path = process.env['PATH'] ?? ''
let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'opener-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

it('hands the address to whatever opens addresses here', async () => {
  const seen = join(folder, 'seen')
  for (const name of ['xdg-open', 'open']) {
    writeFileSync(join(folder, name), `#!/bin/sh\necho "$1" > "${seen}.part" && mv "${seen}.part" "${seen}"\n`)
    chmodSync(join(folder, name), 0o755)
  }
  expect(await openInBrowser(URL, { PATH: `${folder}${delimiter}${path}` })).toBeUndefined()
  const limit = Date.now() + 30_000
  while (!existsSync(seen) && Date.now() < limit) await new Promise((resolve) => setTimeout(resolve, 10))
  expect(readFileSync(seen, 'utf8').trim()).toBe(URL)
})

it('says what is missing where nothing does', async () => {
  expect(await openInBrowser(URL, { PATH: folder })).toContain('ENOENT')
})
