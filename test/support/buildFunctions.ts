// Before the flow tests: the functions as they will be deployed, built from the sources as they are now.
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'

export default function buildFunctions(): void {
  const root = join(__dirname, '../..')
  execFileSync(process.execPath, ['--require', 'tsx/cjs', 'scripts/build.ts', '--only', 'cloudfunctions'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}
