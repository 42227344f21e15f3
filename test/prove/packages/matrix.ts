// The versions dist/wechatpay is promised for. Each is a package of npm without install scripts, fetched when it is first wanted.
import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from '../../support/project'

/** The oldest that is promised, and the newest of each line that is maintained. */
export const NODES = ['18.15.0', '20.20.0', '22.23.5', '24.22.3'] as const
/** Of the merchant: older than is promised, the oldest that is, and the newest. */
export const AXIOSES = ['1.0.0', '1.7.0', '1.21.1'] as const
/** Says why it does not run there. */
export const TOO_OLD_NODE = '16.20.2'
/** The last of each minor version, from the oldest that is promised. */
const COMPILERS = [
  '5.0.4',
  '5.1.6',
  '5.2.2',
  '5.3.3',
  '5.4.5',
  '5.5.4',
  '5.6.3',
  '5.7.3',
  '5.8.3',
  '5.9.3',
  '6.0.3',
  '7.0.2',
] as const

interface Resolution {
  name: string
  file: string
  options: readonly string[]
  /** The first version that has it no more. */
  until?: number
}

const RESOLUTIONS: readonly Resolution[] = [
  { name: 'node10', file: 'use.ts', options: ['commonjs', 'node'], until: 6 },
  { name: 'node16, ES module', file: 'use.mts', options: ['node16', 'node16'] },
  { name: 'node16, CommonJS', file: 'use.cts', options: ['node16', 'node16'] },
  { name: 'nodenext, ES module', file: 'use.mts', options: ['nodenext', 'nodenext'] },
  { name: 'bundler', file: 'use.ts', options: ['esnext', 'bundler'] },
]

export const TYPE_CELLS = COMPILERS.flatMap((version) =>
  RESOLUTIONS.filter(({ until = Infinity }) => Number.parseInt(version) < until).map((resolution) => ({
    version,
    ...resolution,
  })),
)

const FOLDER = join(ROOT, 'dist/.matrix')

/** @returns the folder of that version of that package */
export function fetched(name: string, version: string): string {
  const folder = join(FOLDER, `${name}@${version}`)
  const place = join(folder, 'node_modules', name)
  if (existsSync(place)) return place
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${name}@${version}`]
  execFileSync('npm', args, {
    cwd: folder,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  return place
}

/** The program of that version of Node, for this machine. */
export const nodeProgram = (version: string): string =>
  process.platform === 'win32'
    ? join(fetched(`node-win-${process.arch}`, version), 'bin/node.exe')
    : join(fetched(`node-${process.platform}-${process.arch}`, version), 'bin/node')
