// A mini-program of somebody else's, in plain JavaScript, with the card in it as a package: as its README says.
import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXAMPLE_FILE } from '../build/entrustSignExample'
import { ROOT } from '../build/kitPlan'

const FOREIGN = join(ROOT, 'test/e2e/fixtures/foreign')

/**
 * Makes it in `folder`: the app, the package from `npm pack` installed, and the example copied out of it.
 * @param packageFolder the built package
 * @returns the folder of the installed package
 */
export function makeForeignApp(folder: string, packageFolder: string): string {
  cpSync(FOREIGN, folder, { recursive: true })
  const [packed] = JSON.parse(npm(packageFolder, 'pack', '--json', '--pack-destination', folder)) as [PackedByNpm]
  // Without dependencies there is nothing to fetch.
  npm(folder, 'install', '--offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${packed.filename}`)
  const installed = join(folder, 'node_modules', packed.name)
  copyFileSync(join(installed, 'example', EXAMPLE_FILE), join(folder, EXAMPLE_FILE))
  return installed
}

interface PackedByNpm {
  name: string
  filename: string
}

const npm = (cwd: string, ...args: string[]): string =>
  execFileSync('npm', args, { cwd, encoding: 'utf8', shell: process.platform === 'win32' })

/** Where the tools put an installed package, and from which of its folders. */
export function packedPlace(folder: string, installed: string): { from: string; to: string; name: string } {
  const { name, miniprogram } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest
  return { name, from: join(installed, miniprogram), to: join(folder, 'miniprogram_npm', name) }
}

interface Manifest {
  name: string
  miniprogram: string
}
