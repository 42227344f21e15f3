// The licences of what a bundle contains, in full: most of them ask to travel with the code.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { Metafile } from 'esbuild'
import { standardText } from './standardLicences'

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

/** One entry per package: name, version, licence, and its text, wherever it has one. */
export function noticesOf(packageFolders: readonly string[], root: string): string {
  return [...new Set(packageFolders)].map((folder) => noticeOf(join(root, folder))).join(`\n${'-'.repeat(80)}\n\n`)
}

function noticeOf(folder: string): string {
  const { name, version, license, author } = readManifest(folder)
  const files = filesLike(folder, LICENCE_FILE)
  const texts = files.length > 0 ? files : filesLike(folder, README).flatMap(licenceSection)
  const told = texts.length > 0 ? texts : [license === undefined ? NO_LICENCE : standardText(license, author)]
  return [`${name} ${version} (${license ?? 'names no licence'})`, ...told].join('\n\n') + '\n'
}

const filesLike = (folder: string, form: RegExp): string[] =>
  readdirSync(folder)
    .filter((file) => form.test(file))
    .map((file) => readFileSync(join(folder, file), 'utf8').trim())

const README = /^readme(?:\..*)?$/i

/** From its heading, underlined or not, to the next one: where some packages have it, and nowhere else. */
function licenceSection(readme: string): string[] {
  const [, section = ''] = /^#*[ \t]*licen[cs]e[ \t]*\n(?:[-=]+[ \t]*\n)?(.*?)(?=\n#|$(?![^]))/ims.exec(readme) ?? []
  return /permission|redistribution/i.test(section) ? [section.trim()] : []
}

const NO_LICENCE =
  'Neither the package nor its manifest names a licence: ask its publisher, or the package that brings it.'

interface Manifest {
  name: string
  version: string
  license: string | undefined
  author: string
}

function readManifest(folder: string): Manifest {
  const file = join(folder, 'package.json')
  const manifest: unknown = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}
  const read = (key: string) => {
    const value = (manifest as Record<string, unknown>)[key]
    return typeof value === 'string' && value !== '' ? value : undefined
  }
  const name = read('name') ?? folder.split(sep).slice(-1).join()
  return {
    name,
    version: read('version') ?? '',
    license: read('license'),
    author: read('author') ?? `the authors of ${name}`,
  }
}
