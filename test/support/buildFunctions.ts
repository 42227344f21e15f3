// Before the flow tests: the functions as they will be deployed, built from the sources as they are now.
import { execFileSync } from 'node:child_process'
import { ROOT, TSX } from './project'

export default function buildFunctions(): void {
  execFileSync(process.execPath, [...TSX, 'scripts/build.ts', '--only', 'cloudfunctions'], {
    cwd: ROOT,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
