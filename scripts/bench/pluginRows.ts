// The client others use for the same, wechatpay-axios-plugin: put into a throwaway folder for the run, and measured in the same
// run and by the same entry. Where it cannot be had, the shortest correct code stands in for its speed.
import { execFile } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { TARGET } from '../build/nodeOutput'
import { measureRatio } from './ratioRows'
import type { Row } from './row'

const PLUGIN = 'wechatpay-axios-plugin'
const VERSION = '0.9.6'
const GROUP = 'plugin'

/**
 * @param program the bundled measurements
 * @param library folder of the built package
 */
export async function measureAgainstPlugin(
  program: string,
  scratch: string,
  library: string,
  npm = 'npm',
): Promise<Row[]> {
  const folder = join(scratch, 'plugin')
  const problem = await install(folder, npm)
  if (problem !== undefined) {
    const rows = await measureRatio('request', program)
    return rows.map((row) => ({
      ...row,
      group: GROUP,
      detail: `${row.detail ?? ''}; ${PLUGIN} could not be had: ${problem}`,
    }))
  }
  return [
    ...(await measureRatio('plugin', program, { PLUGIN: folder })),
    await sizeRow(`${PLUGIN} ${VERSION}`, PLUGIN, 'Wechatpay', folder),
    await sizeRow('dist/wechatpay', library, 'createWechatPay', folder),
  ]
}

/** @returns why it could not be had, in one line */
async function install(folder: string, npm: string): Promise<string | undefined> {
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "private": true }\n')
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${PLUGIN}@${VERSION}`]
  const options = { cwd: folder, timeout: 120_000, shell: process.platform === 'win32' }
  try {
    await promisify(execFile)(npm, args, options)
    return undefined
  } catch (error) {
    return (error as Error).message.trim().split('\n').at(-1)
  }
}

/** As whoever takes the package and bundles it gets it: no plugin, nothing replaced. */
async function sizeRow(what: string, from: string, name: string, resolveDir: string): Promise<Row> {
  const { outputFiles } = await build({
    stdin: { contents: `export { ${name} } from ${JSON.stringify(from)}`, resolveDir },
    bundle: true,
    platform: 'node',
    target: TARGET,
    minify: true,
    write: false,
    logLevel: 'silent',
  })
  const value = (outputFiles[0]?.contents.length ?? NaN) / 1000
  return { group: GROUP, what: `${what}, bundled plainly and minified`, value, unit: 'kB' }
}
