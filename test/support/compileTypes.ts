import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { ROOT, type Project } from './project'

/** What a compiler says, of a package's own declarations too. @param compiler where it is under node_modules */
export function compileTypes(
  compiler: string,
  { root }: Project,
  file: string,
  options: string[] = ['--module', 'commonjs', '--moduleResolution', 'node10'],
): Promise<string> {
  const tsc = join(ROOT, 'node_modules', compiler, 'bin/tsc')
  const args = [tsc, '--noEmit', '--strict', '--target', 'es2022', '--lib', 'es2022', ...options, file]
  return new Promise((resolve) => execFile(process.execPath, args, { cwd: root }, (_, stdout) => resolve(stdout)))
}
