// `npm run check:wechat`: compiles the mini-program with WeChat's own compiler (miniprogram-ci), with no account, no key of a
// merchant and no word to WeChat's servers. The tool is 300 MB, so it is installed when this is first run, and beside the kit.
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { transformSync } from '@swc/core'
import { ROOT } from './build/kitPlan'
import { sortWarnings } from './checkWechat/warnings'
import { kilobytes } from './textTable'

const TOOL = 'miniprogram-ci'
const TOOL_VERSION = '2.1.42'
const TOOL_ROOT = join(ROOT, 'dist/.wechat-compiler')

/** Page, card and logic; what an app needs around them is the merchant's own. The other pages are subpackages: who only signs has none. */
const OWN = /^(pages(?!\/(contract|checkout))|components|entrust|wx)\//
const LIMIT_BYTES = 75_000

interface MiniprogramCi {
  Project: new (options: object) => object
  getCompiledResult(options: object): Promise<Record<string, string | Buffer>>
}

/** What WeChat's servers would say of an app. Without it the compiler asks them. */
const ATTRIBUTES = {
  platform: true,
  gameApp: false,
  isSandbox: false,
  released: true,
  setting: {
    MaxCodeSize: 2,
    MaxSubpackageSubCodeSize: 2,
    MaxSubpackageFullCodeSize: 30,
    NavigateMiniprogramLimit: 10,
    MaxSubPackageLimit: 100,
    MinTabbarCount: 2,
    MaxTabbarCount: 5,
    MaxTabbarIconSize: 40,
  },
}

function install(): void {
  if (existsSync(join(TOOL_ROOT, 'node_modules', TOOL))) return
  console.log(`Installing ${TOOL} ${TOOL_VERSION} into dist/ (once; takes a minute or two) ...`)
  mkdirSync(TOOL_ROOT, { recursive: true })
  writeFileSync(join(TOOL_ROOT, 'package.json'), '{ "private": true }\n')
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${TOOL}@${TOOL_VERSION}`]
  const { status } = spawnSync('npm', args, { cwd: TOOL_ROOT, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) throw new Error(`${TOOL} could not be installed: see npm's message above`)
}

/** A key of nobody: the compiler wants one, and only an upload would use it. */
function writeKey(folder: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const path = join(folder, 'key.pem')
  writeFileSync(path, privateKey.export({ type: 'pkcs1', format: 'pem' }))
  return path
}

async function compile(privateKeyPath: string, warn: (text: string) => void): Promise<Record<string, string | Buffer>> {
  const ci = createRequire(join(TOOL_ROOT, 'package.json'))(TOOL) as MiniprogramCi
  const project = new (class extends ci.Project {
    attr(): Promise<object> {
      return Promise.resolve(ATTRIBUTES)
    }
  })({
    appid: 'wx0000000000000001',
    type: 'miniProgram',
    projectPath: ROOT,
    privateKeyPath,
    ignores: ['node_modules/**/*', 'dist/**/*'],
  })
  const setting = { useProjectConfig: true }
  const onProgressUpdate = ({ status, message }: { status?: string; message?: unknown }): void => {
    if (status === 'warn') warn(String(message))
  }
  return ci.getCompiledResult({ project, version: '1.0.0', desc: 'check', setting, onProgressUpdate })
}

function isTypesOnly(path: string): boolean {
  const { code } = transformSync(readFileSync(join(ROOT, path), 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'es6' },
  })
  return code.replace(/\/\/.*|\/\*[\s\S]*?\*\/|export \{ \};?/g, '').trim() === ''
}

/** @throws {Error} with the compiler's own words, a warning that is new, or when the mini-program has grown too large */
async function check(): Promise<string> {
  install()
  const folder = mkdtempSync(join(tmpdir(), 'wechat-compiler-'))
  try {
    const warned: string[] = []
    const compiled = await compile(writeKey(folder), (warning) => warned.push(warning))
    const { explained, unexplained } = sortWarnings(warned, compiled, isTypesOnly)
    for (const warning of explained) console.log(`Warning, explained: ${warning}`)
    if (unexplained.length > 0) throw new Error(unexplained.join('\n'))
    const files = Object.entries(compiled)
    const sizeOf = (list: typeof files): number => list.reduce((sum, [, text]) => sum + Buffer.byteLength(text), 0)
    const own = sizeOf(files.filter(([path]) => OWN.test(path)))
    const told = `${files.length} files, ${kilobytes(sizeOf(files))}; page, card and logic ${kilobytes(own)}`
    if (own > LIMIT_BYTES) throw new Error(`${told}: expected ${kilobytes(LIMIT_BYTES)} or less of the latter`)
    return `WeChat's compiler takes it: ${told}.`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

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
