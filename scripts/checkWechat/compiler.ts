// WeChat's own compiler (miniprogram-ci), with no account, no key of a merchant and no word to WeChat's servers. It is 300 MB, so
// it is installed when it is first wanted, and beside the kit.
import { spawnSync } from 'node:child_process'
import { generateKeyPairSync } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ROOT } from '../build/kitPlan'

const TOOL = 'miniprogram-ci'
const TOOL_VERSION = '2.1.42'
const TOOL_ROOT = join(ROOT, 'dist/.wechat-compiler')

interface MiniprogramCi {
  Project: new (options: object) => object
  getCompiledResult(options: object): Promise<Compiled>
  packNpmManually(options: { packageJsonPath: string; miniprogramNpmDistDir: string }): Promise<NpmReport>
}

/** Texts by path. */
type Compiled = Record<string, string | Buffer>

interface NpmReport {
  miniProgramPackNum: number
  warnList: { msg: string }[]
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

export function installCompiler(): void {
  if (existsSync(join(TOOL_ROOT, 'node_modules', TOOL))) return
  console.log(`Installing ${TOOL} ${TOOL_VERSION} into dist/ (once; takes a minute or two) ...`)
  mkdirSync(TOOL_ROOT, { recursive: true })
  writeFileSync(join(TOOL_ROOT, 'package.json'), '{ "private": true }\n')
  const args = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', `${TOOL}@${TOOL_VERSION}`]
  const { status } = spawnSync('npm', args, { cwd: TOOL_ROOT, stdio: 'inherit', shell: process.platform === 'win32' })
  if (status !== 0) throw new Error(`${TOOL} could not be installed: see npm's message above`)
}

const load = (): MiniprogramCi => createRequire(join(TOOL_ROOT, 'package.json'))(TOOL) as MiniprogramCi

/** A key of nobody: the compiler wants one, and only an upload would use it. */
function writeKey(folder: string): string {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const path = join(folder, 'key.pem')
  writeFileSync(path, privateKey.export({ type: 'pkcs1', format: 'pem' }))
  return path
}

/** @param projectPath folder with project.config.json @returns what it made, and what it complained of on the way */
export async function compileForWechat(projectPath: string): Promise<{ compiled: Compiled; warned: string[] }> {
  const keyFolder = mkdtempSync(join(tmpdir(), 'wechat-compiler-'))
  try {
    const ci = load()
    const project = new (class extends ci.Project {
      attr(): Promise<object> {
        return Promise.resolve(ATTRIBUTES)
      }
    })({
      appid: 'wx0000000000000001',
      type: 'miniProgram',
      projectPath,
      privateKeyPath: writeKey(keyFolder),
      ignores: ['node_modules/**/*', 'dist/**/*'],
    })
    const warned: string[] = []
    const onProgressUpdate = ({ status, message }: { status?: string; message?: unknown }): void => {
      if (status === 'warn') warned.push(String(message))
    }
    const setting = { useProjectConfig: true }
    const compiled = await ci.getCompiledResult({ project, version: '1.0.0', desc: 'check', setting, onProgressUpdate })
    return { compiled, warned }
  } finally {
    rmSync(keyFolder, { recursive: true, force: true })
  }
}

/** What 构建 npm does in DevTools: node_modules -> miniprogram_npm. @returns how many packages were packed @throws {Error} a warning */
export async function packNpm(folder: string): Promise<number> {
  const { miniProgramPackNum, warnList } = await load().packNpmManually({
    packageJsonPath: join(folder, 'package.json'),
    miniprogramNpmDistDir: folder,
  })
  if (warnList.length > 0) throw new Error(warnList.map(({ msg }) => msg).join('\n'))
  return miniProgramPackNum
}
