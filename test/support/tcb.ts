// The tool of CloudBase, as it is published, in a home of its own.
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Tencent } from '../../sandbox/tencent/startTencent'

const TOOL = require.resolve('@cloudbase/cli/bin/tcb')

export const LOGIN = { secretId: 'AKIDlocal', secretKey: 'a-secret-key-of-nobody' } as const

export class TcbHome {
  readonly path = mkdtempSync(join(tmpdir(), 'entrust-kit-tcb-'))

  write(files: Readonly<Record<string, string | object>>): void {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.path, path)), { recursive: true })
      writeFileSync(join(this.path, path), typeof content === 'string' ? content : JSON.stringify(content))
    }
  }

  logIn(credential: object = LOGIN): void {
    this.write({ '.config/.cloudbase/auth.json': { credential } })
  }

  /** @returns all it printed, and its exit code, which says little */
  run(tencent: Tencent, ...args: string[]): Promise<{ printed: string; code: number | null }> {
    const child = spawn(process.execPath, [TOOL, ...args], {
      cwd: this.path,
      env: { HOME: this.path, PATH: process.env['PATH'], ...tencent.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => void (printed += text))
    }
    return new Promise((resolve) => {
      child.on('close', (code) => resolve({ printed: stripVTControlCharacters(printed), code }))
    })
  }

  remove(): void {
    rmSync(this.path, { recursive: true })
  }
}
