// `npm run admin -- exportAll`, stopped half way: what was written until then names people, and nobody would look for it.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { exportTo } from '../../../scripts/admin/moveFile'
import { ROOT, TSX } from '../../support/project'

const folder = mkdtempSync(join(tmpdir(), 'entrust-kit-admin-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A tool that answers with one document a call, and always has more. */
const ANSWER = { ok: true, documents: [{ _id: 'code', openid: 'oAlice' }], next: 'code' }

const isBegun = (path: string): boolean => existsSync(path) && statSync(path).size > 100

it('Ctrl-C ends it with 130, and leaves nothing behind', async () => {
  const tool = join(folder, 'tcb.js')
  writeFileSync(tool, `console.log(${JSON.stringify(JSON.stringify(ANSWER))})`)
  writeFileSync(join(folder, '.env'), `ENV_ID=cb-mine\nWXPAY_ADMIN_KEY=${'ab'.repeat(32)}\n`)
  const args = ['exportAll', '--to', 'store.jsonl', '--tcb', tool]
  const child = spawn(process.execPath, [...TSX, join(ROOT, 'scripts/admin.ts'), ...args], {
    cwd: folder,
    stdio: 'ignore',
  })
  const closed = once(child, 'close')
  while (!isBegun(join(folder, 'store.jsonl.part'))) await setTimeout(20)
  child.kill('SIGINT')
  expect(await closed).toEqual([130, null])
  expect(readdirSync(folder).sort()).toEqual(['.env', 'tcb.js'])
})

it('what cannot be given its name leaves nothing behind', async () => {
  const file = join(folder, 'taken')
  const call = async () => {
    mkdirSync(file, { recursive: true })
    return Promise.resolve({ ok: true, documents: [] })
  }
  await expect(exportTo(file, call)).rejects.toThrow()
  expect(existsSync(`${file}.part`)).toBe(false)
})
