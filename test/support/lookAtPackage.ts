/** A script (ESM) that prints what publint and "are the types wrong" say of a package. */
export const lookAtPackage = (folder: string): string => `
  import { execFileSync } from 'node:child_process'
  import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
  import { publint } from 'publint'
  import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
  const pkgDir = ${JSON.stringify(folder)}, made = mkdtempSync('/tmp/entrust-kit-')
  const [{ filename }] = JSON.parse(execFileSync('npm', ['pack', pkgDir, '--json', '--pack-destination', made], { env: { PATH: process.env.PATH }, shell: process.platform === 'win32' }))
  const { messages } = await publint({ pkgDir, pack: false })
  const { problems } = await checkPackage(createPackageFromTarballData(readFileSync(made + '/' + filename)))
  rmSync(made, { recursive: true })
  console.log(JSON.stringify({ publint: messages, attw: problems }))`
