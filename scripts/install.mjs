// Installs exactly what package-lock.json says when node_modules is missing or stale.
// Runs before `npm start`, `npm test` and the rest on a fresh clone, so it may use nothing but Node and npm.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MINIMUM_NODE = [20, 11]
const root = dirname(dirname(fileURLToPath(import.meta.url)))
const stampFile = join(root, 'node_modules', '.lock-hash')

function checkNode() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major > MINIMUM_NODE[0] || (major === MINIMUM_NODE[0] && minor >= MINIMUM_NODE[1])) return
  console.error(`This kit needs Node ${MINIMUM_NODE.join('.')} or newer; this is ${process.versions.node}.`)
  process.exit(1)
}

/** A change of lock file, Node major version or CPU architecture each makes the installed tree stale. */
function wantedStamp() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
  return `${lock} node${process.versions.modules} ${process.platform}-${process.arch}\n`
}

function install() {
  console.error('Installing what package-lock.json lists (once; takes about half a minute) ...')
  // No package may run a script of its own at install time: what we use ships its binaries inside its package.
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']
  const npm = process.env.npm_execpath
  const result = npm
    ? spawnSync(process.execPath, [npm, ...args], { cwd: root, stdio: ['ignore', 2, 2] })
    : spawnSync('npm', args, { cwd: root, stdio: ['ignore', 2, 2], shell: process.platform === 'win32' })
  if (result.status === 0) return
  console.error('npm ci did not succeed: see its message above. Check the network, then run the same command again.')
  process.exit(result.status ?? 1)
}

checkNode()
const wanted = wantedStamp()
if (!existsSync(stampFile) || readFileSync(stampFile, 'utf8') !== wanted) {
  install()
  writeFileSync(stampFile, wanted)
}
