// The signing card -> dist/entrust-sign: a mini-program package from npm, for apps that take it as it is. Its source is the card of
// miniprogram/; what differs is where its values come from (scripts/entrustSign) and that its colours can be set from outside.
import { copyFileSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { build } from 'esbuild'
import postcss from 'postcss'
import { writeExample } from './entrustSignExample'
import { entrustSignReadme } from './entrustSignReadme'
import { writeTypes } from './libraryTypes'
import type { Origin } from './origin'

export interface EntrustSignPlan {
  root: string
  /** What the package is called; `config.entrustSignPackage` of this repository's package.json. */
  entrustSignName: string
  origin: Origin
}

export interface BuiltEntrustSign {
  /** Of everything a mini-program takes from it. */
  bytes: number
  timeMs: number
}

const CARD = 'miniprogram/components/entrust-sign'
const SOURCES = 'scripts/entrustSign'
/** Where WeChat's tools look for what they pack. */
const DIST = 'miniprogram_dist'

/** @throws esbuild's BuildFailure, or an Error from the types */
export async function buildEntrustSign(plan: EntrustSignPlan, folder: string): Promise<BuiltEntrustSign> {
  const startedMs = performance.now()
  await writePackage(plan, folder)
  const dist = join(folder, DIST)
  await writeTypes(`${SOURCES}/api.ts`, plan.root, [join(dist, 'index.d.ts')], 'miniprogram/tsconfig.json')
  return { bytes: sizeOf(dist), timeMs: performance.now() - startedMs }
}

/** All of it but the types, which take longest. */
export async function writePackage(plan: EntrustSignPlan, folder: string): Promise<void> {
  const { root, entrustSignName: name } = plan
  const dist = join(folder, DIST)
  mkdirSync(join(dist, 'card'), { recursive: true })
  await bundleCode(root, join(dist, 'index.js'))
  copyCard(join(root, CARD), join(dist, 'card'))
  writeExample(join(folder, 'example'))
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest(plan), null, 2)}\n`)
  const tokens = tokenNames(readFileSync(join(root, CARD, TOKENS), 'utf8'))
  writeFileSync(join(folder, 'README.md'), entrustSignReadme(name, 'en', tokens))
  writeFileSync(join(folder, 'README.zh-CN.md'), entrustSignReadme(name, 'zh', tokens))
  copyFileSync(join(root, 'LICENSE'), join(folder, 'LICENSE'))
}

/** ES2015, CommonJS: an app may have WeChat's own translation to ES5 switched off. */
async function bundleCode(root: string, outfile: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [`${SOURCES}/index.ts`],
    outfile,
    bundle: true,
    // With a note for those who import it by name.
    platform: 'node',
    target: 'es2015',
    format: 'cjs',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'silent',
  })
}

/** The component's own script: WeChat asks for one at its path. */
const CARD_SCRIPT = "require('../index').defineConfiguredCard()\n"
const TOKENS = 'tokens.wxss'

function copyCard(from: string, to: string): void {
  const files = readdirSync(from).filter((file) => !file.endsWith('.ts') && file !== TOKENS)
  for (const file of files) copyFileSync(join(from, file), join(to, file))
  writeFileSync(join(to, 'index.js'), CARD_SCRIPT)
  writeFileSync(join(to, TOKENS), settable(readFileSync(join(from, TOKENS), 'utf8')))
}

const PREFIX = '--entrust-'

/** Each colour may be said from outside: `--brand` by `--entrust-brand`. */
function settable(wxss: string): string {
  const sheet = postcss.parse(wxss)
  sheet.walkDecls(/^--/, (token) => {
    token.value = `var(${token.prop.replace('--', PREFIX)}, ${token.value})`
  })
  return sheet.toString()
}

/** Names of the colours, as they are set from outside, each once. */
function tokenNames(wxss: string): string[] {
  const names = [...wxss.matchAll(/^\s+--([\w-]+):/gm)].map(([, name = '']) => PREFIX + name)
  return [...new Set(names)]
}

function manifest({ entrustSignName: name, origin }: EntrustSignPlan) {
  return {
    name,
    description: 'A signing card for WeChat mini-programs: password-free payment and entrusted deduction.',
    keywords: ['wechatpay', 'miniprogram', '微信支付', '小程序', '免密支付', '委托代扣'],
    ...origin,
    type: 'commonjs',
    main: `./${DIST}/index.js`,
    types: `./${DIST}/index.d.ts`,
    miniprogram: DIST,
    files: [DIST, 'example', 'README.zh-CN.md'],
  }
}

const sizeOf = (folder: string): number =>
  (readdirSync(folder, { recursive: true }) as string[])
    .filter((file) => !basename(file).endsWith('.d.ts'))
    .map((file) => statSync(join(folder, file)))
    .reduce((sum, stat) => sum + (stat.isFile() ? stat.size : 0), 0)
