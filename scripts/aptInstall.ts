// Packages of Debian, where there is one of some kind and the right to install.
import { spawnSync } from 'node:child_process'

const isRoot = process.getuid?.() === 0
const [PROGRAM = '', ...PREFIX] = isRoot ? ['env'] : ['sudo', '-n', 'env']

/** @returns whether it ended well */
function asRoot(command: readonly string[], input?: string): boolean {
  const { status } = spawnSync(PROGRAM, [...PREFIX, 'DEBIAN_FRONTEND=noninteractive', ...command], {
    stdio: [input === undefined ? 'ignore' : 'pipe', 'ignore', 'inherit'],
    ...(input !== undefined && { input }),
  })
  return status === 0
}

/** @param why said to whoever waits @returns false where nothing can be installed, or it failed */
export function aptInstall(packages: readonly string[], why: string): boolean {
  if (!asRoot(['apt-get', '--version'])) return false
  console.error(`Installing ${packages.join(' and ')} for ${why} (once) ...`)
  asRoot(['apt-get', '-qq', 'update'])
  return asRoot(['apt-get', '-qq', 'install', '-y', '--no-install-recommends', ...packages])
}

/** Before a package is installed that reads it. */
export const writeAsRoot = (path: string, text: string): boolean =>
  asRoot(['sh', '-c', 'mkdir -p "$(dirname "$0")" && cat > "$0"', path], text)
