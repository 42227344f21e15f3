// A throw-away project for tests of the build, with this project's packages, and programs run in it by plain node.
import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, sep } from 'node:path'
import { promisify } from 'node:util'

export const ROOT = join(__dirname, '..', '..')

/** For a node that is to run a command of this project, wherever it is started: as package.json has it. */
export const TSX = ['--require', require.resolve('tsx/cjs')] as const

/** As documents and tables write paths, on every system. */
export const withSlashes = (path: string): string => path.split(sep).join('/')
export const fromRoot = (path: string): string => withSlashes(relative(ROOT, path))

export interface Project {
  root: string
  /** Writes files: path from the root -> text. */
  write(files: Readonly<Record<string, string>>): void
  /** A copy of a folder somewhere else, where no node_modules is near. */
  copyAlone(path: string): string
  remove(): void
}

/**
 * @param packages the packages it can import; all of this project's by default
 * @param aliases further ones: what it imports -> what this project calls it
 */
export function createProject(
  files: Readonly<Record<string, string>> = {},
  packages = ['.'],
  aliases: Readonly<Record<string, string>> = {},
): Project {
  const made: string[] = []
  const makeFolder = () => {
    const folder = realpathSync(mkdtempSync(join(tmpdir(), 'entrust-kit-')))
    made.push(folder)
    return folder
  }
  const root = makeFolder()
  const imported = { ...Object.fromEntries(packages.map((name) => [name, name])), ...aliases }
  for (const [name, from] of Object.entries(imported)) link(from, join(root, 'node_modules', name))
  const project: Project = {
    root,
    write: (more) => {
      for (const [path, text] of Object.entries(more)) {
        mkdirSync(dirname(join(root, path)), { recursive: true })
        writeFileSync(join(root, path), text)
      }
    },
    copyAlone: (path) => {
      const alone = makeFolder()
      cpSync(join(root, path), alone, { recursive: true })
      return alone
    },
    remove: () => {
      for (const folder of made) rmSync(folder, { recursive: true, force: true })
    },
  }
  project.write(files)
  return project
}

function link(name: string, path: string): void {
  mkdirSync(dirname(path), { recursive: true })
  // A junction, which on Windows nobody has to be an administrator for; elsewhere it makes no difference.
  symlinkSync(join(ROOT, 'node_modules', name), path, 'junction')
}

/** Runs a script in a node of its own, with an empty environment. @returns what it printed, as JSON */
export async function runNode(cwd: string, script: string, type: 'commonjs' | 'module' = 'commonjs'): Promise<unknown> {
  const args = type === 'module' ? ['--input-type=module', '-e', script] : ['-e', script]
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd, env: {} })
  return JSON.parse(stdout)
}
