// The licences of what a bundle contains, in full: most of them ask to travel with the code.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Metafile } from 'esbuild'

export const NOTICES_FILE = 'LICENSES.txt'

const LICENCE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i

/** Folders of the packages a bundle took code from, relative to the root the bundle was made in. */
export function bundledPackages(metafile: Metafile): string[] {
  const folders = Object.values(metafile.outputs)
    .flatMap((output) => Object.entries(output.inputs))
    .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
    .map(([file]) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0])
  return [...new Set(folders)].filter((folder) => folder !== undefined).sort()
}

/** One entry per package: name, version, licence, and the text of its licence files. */
export function noticesOf(packageFolders: readonly string[], root: string): string {
  return [...new Set(packageFolders)].map((folder) => noticeOf(join(root, folder))).join(`\n${'-'.repeat(80)}\n\n`)
}

function noticeOf(folder: string): string {
  const { name, version, license } = readManifest(folder)
  const texts = readdirSync(folder)
    .filter((file) => LICENCE_FILE.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())
  return [`${name} ${version} (${license})`, ...texts].join('\n\n') + '\n'
}

function readManifest(folder: string): { name: string; version: string; license: string } {
  const file = join(folder, 'package.json')
  const manifest: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const read = (key: string) => {
    const value = (manifest as Record<string, unknown>)[key]
    return typeof value === 'string' ? value : undefined
  }
  return {
    name: read('name') ?? folder.split(sep).slice(-1).join(),
    version: read('version') ?? '',
    license: read('license') ?? 'see below',
  }
}
