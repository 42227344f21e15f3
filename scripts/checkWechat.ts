// `npm run check:wechat`: compiles the mini-program with WeChat's own compiler, and packs the card's package with WeChat's own packer
// into a mini-program of somebody else's. Run by tsx's own command: the compiler forks processes in other folders, and these load what this
// one was told to, which a bare name does not find from there.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { transformSync } from '@swc/core'
import { ROOT } from './build/kitPlan'
import { checkPackage } from './checkWechat/checkPackage'
import { compileForWechat, installCompiler } from './checkWechat/compiler'
import { sortWarnings } from './checkWechat/warnings'
import { takesNothing } from './takesNothing'
import { kilobytes } from './textTable'
import { settings } from '../miniprogram/entrust/merchant/settings'

/** Page, card and logic; what an app needs around them is the merchant's own. The other pages are subpackages: who only signs has none. */
const OWN = /^(pages(?!\/(contract|checkout))|components|entrust|wx)\//
const LIMIT_BYTES = 75_000

function isTypesOnly(path: string): boolean {
  const { code } = transformSync(readFileSync(join(ROOT, path), 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  })
  return code.replace(/\/\/.*|\/\*[\s\S]*?\*\/|export \{ \};?/g, '').trim() === ''
}

/** @throws {Error} with the compiler's own words, a warning that is new, or when the mini-program has grown too large */
async function checkMiniProgram(): Promise<string> {
  if (settings.localWechat !== '')
    throw new Error("localWechat of settings.ts is for DevTools: put it back to '' before anything is uploaded")
  const { compiled, warned } = await compileForWechat(ROOT)
  const { explained, unexplained } = sortWarnings(warned, compiled, isTypesOnly)
  for (const warning of explained) console.log(`Warning, explained: ${warning}`)
  if (unexplained.length > 0) throw new Error(unexplained.join('\n'))
  const files = Object.entries(compiled)
  const sizeOf = (list: typeof files): number => list.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0)
  const own = sizeOf(files.filter(([path]) => OWN.test(path)))
  const told = `${files.length} files, ${kilobytes(sizeOf(files))}; page, card and logic ${kilobytes(own)}`
  if (own > LIMIT_BYTES) throw new Error(`${told}: expected ${kilobytes(LIMIT_BYTES)} or less of the latter`)
  return told
}

async function check(): Promise<string> {
  installCompiler()
  return [
    `WeChat's compiler takes it: ${await checkMiniProgram()}.`,
    `It takes the package: ${await checkPackage()}.`,
  ].join('\n')
}

takesNothing(
  'npm run check:wechat',
  "Compiles the mini-program with WeChat's own compiler, and packs the card's package with WeChat's own packer.",
)
// It leaves workers behind that would keep the process for ever.
check().then(
  (told) => {
    console.log(told)
    process.exit(0)
  },
  (error: unknown) => {
    console.error(
      `WeChat's compiler refuses the mini-program:\n${error instanceof Error ? error.message : String(error)}`,
    )
    process.exit(1)
  },
)
