/** A script (ESM) that prints what publint and "are the types wrong" say of a package, and what npm packs of it: PackageLook. */
export const lookAtPackage = (folder: string): string => `
  import { execFileSync } from 'node:child_process'
  import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
  import { tmpdir } from 'node:os'
  import { join } from 'node:path'
  import { publint } from 'publint'
  import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
  const pkgDir = ${JSON.stringify(folder)}, made = mkdtempSync(join(tmpdir(), 'entrust-kit-'))
  const [{ filename, files }] = JSON.parse(execFileSync('npm', ['pack', pkgDir, '--json', '--pack-destination', made], { env: { PATH: process.env.PATH }, shell: process.platform === 'win32' }))
  const { messages } = await publint({ pkgDir, pack: false })
  const { problems } = await checkPackage(createPackageFromTarballData(readFileSync(join(made, filename))))
  rmSync(made, { recursive: true })
  console.log(JSON.stringify({ publint: messages, attw: problems, files: files.map(({ path }) => path).sort() }))`

export interface PackageLook {
  publint: { code: string }[]
  attw: unknown[]
  /** Of the tarball, sorted. */
  files: string[]
}
