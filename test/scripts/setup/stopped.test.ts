// A file of secrets whose writing is stopped in its middle: it is as it was meant to be, and nothing else lies beside it.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT, TSX } from '../../support/project'

/** The signal comes when all is written, and has not got its name. */
const PROGRAM = `
  const fs = require('node:fs')
  const [path, signal] = process.argv.slice(1)
  const { fsyncSync } = fs
  fs.fsyncSync = (handle) => (process.kill(process.pid, signal), fsyncSync(handle))
  require('./scripts/setup/replaceFile').replaceFile(path, 'A=1', new Date())
`

let folder: string
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'entrust-kit-stopped-'))))
afterEach(() => rmSync(folder, { recursive: true }))

it.each(['SIGINT', 'SIGTERM', 'SIGHUP'])('%s', (signal) => {
  const { status, stderr } = spawnSync(process.execPath, [...TSX, '--eval', PROGRAM, join(folder, '.env'), signal], {
    cwd: ROOT,
    encoding: 'utf8',
  })
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  expect(readdirSync(folder)).toEqual(['.env'])
  expect(readFileSync(join(folder, '.env'), 'utf8')).toBe('A=1')
})
