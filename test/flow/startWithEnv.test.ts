// `npm start` never reads a real `.env`, nor settings of the shell it runs in: whatever the phone shows is of keys made on the spot.
import { spawn, type ChildProcess } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { consentToday } from '../../scripts/start/consentToday'
import { detailsOf, greetingOf } from '../support/phoneServer'
import { ROOT, TSX } from '../support/project'

/** What is made, and what is somebody's own. */
const NOT_COPIED = /^(node_modules|dist|functions-built|artefacts|coverage|\.git|\.env(?!\.example).*)$/
/** Such as a code would begin with, or a number would have in it. */
const CANARY = 'canary'

const folder = mkdtempSync(join(tmpdir(), 'start-with-env-'))
let child: ChildProcess | undefined
afterAll(async () => {
  child?.kill('SIGINT')
  if (child && child.exitCode === null) await new Promise((resolve) => child?.once('close', resolve))
  rmSync(folder, { recursive: true })
})

/** A merchant's checkout of the kit: every setting is filled in, in the file and in the shell. */
function settingsOfAMerchant(): Record<string, string> {
  cpSync(ROOT, folder, { recursive: true, filter: (path) => path === ROOT || !NOT_COPIED.test(basename(path)) })
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'))
  const names = readFileSync(join(ROOT, '.env.example'), 'utf8').matchAll(/^(?:# )?([A-Z][A-Z0-9_]+)=/gm)
  const settings = Object.fromEntries(Array.from(names, ([, name = ''], index) => [name, `${CANARY}${index}`]))
  writeFileSync(
    join(folder, '.env'),
    Object.entries(settings)
      .map(([name, value]) => `${name}="${value}"\n`)
      .join(''),
  )
  return settings
}

/** Up, and its output so far. */
async function start(settings: Record<string, string>): Promise<() => string> {
  const args = [...TSX, 'scripts/start.ts', '--logs']
  const started = spawn(process.execPath, args, { cwd: folder, env: { ...process.env, ...settings } })
  child = started
  let output = ''
  await new Promise<void>((resolve) => {
    const take = (chunk: Buffer): void => {
      output += chunk.toString()
      if (output.includes('Ctrl-C ends it.')) resolve()
    }
    started.stdout.on('data', take)
    started.stderr.on('data', take)
    started.once('close', () => resolve())
  })
  return () => output
}

it('nothing of a .env, or of the shell, is in anything the phone or the terminal shows', async () => {
  const settings = settingsOfAMerchant()
  expect(Object.keys(settings)).toEqual(
    expect.arrayContaining(['WXPAY_MCHID', 'WXPAY_CODE_PREFIX', 'WXPAY_API_V3_KEY']),
  )
  const output = await start(settings)
  const phone = /http:\/\/127\.0\.0\.1:\d+\//.exec(output())?.[0] ?? ''
  const headers = { 'content-type': 'application/json', 'x-phone-openid': 'oSomeone' }
  const body = JSON.stringify({ consent: consentToday() })
  const answer = await (await fetch(`${phone}call/preEntrustSign`, { method: 'POST', headers, body })).text()
  expect(answer).toContain('"state":"inProgress"')

  const greeting = await greetingOf(phone)
  const hops = greeting.entries.map(({ hop = '' }) => hop)
  for (const kind of ['call:', 'request:', 'write:']) expect(hops.some((hop) => hop.startsWith(kind))).toBe(true)
  const details = await detailsOf(phone, greeting)
  expect(details.join()).toContain('WECHATPAY2-SHA256-RSA2048')
  for (const shown of [output(), answer, JSON.stringify(greeting), ...details]) {
    expect(shown).not.toContain(CANARY)
  }
})
