// A folder nobody else can read, in which the tool of CloudBase is run: its home with a login in it, the functions, and their settings.
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { AUTH_FILE } from '../cloud/login'
import type { Login } from '../cloud/tc3Client'
import type { WantedFunction } from './wanted'

const CONFIGURATION = 'rc.json'

export interface FunctionToDeploy {
  wanted: WantedFunction
  /** Ours, and what the merchant has set online. */
  variables: Readonly<Record<string, string>>
}

/**
 * Removed in every case: when `use` ends, however it ends, and when this process does.
 * @param temporary where it is made
 * @param use gets the folder, and the arguments the tool is run with there
 */
export async function withToolFolder<T>(
  functions: readonly FunctionToDeploy[],
  { envId, login, temporary }: { envId: string; login: Login; temporary: string },
  use: (folder: string, args: string[]) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(temporary, 'entrust-kit-deploy-'))
  const remove = (): void => rmSync(folder, { recursive: true, force: true })
  process.once('exit', remove)
  try {
    writePrivately(join(folder, AUTH_FILE), { credential: toCredential(login) })
    writePrivately(join(folder, CONFIGURATION), toConfiguration(envId, functions))
    for (const { wanted } of functions) {
      cpSync(wanted.folder, join(folder, 'functions', wanted.onlineName), { recursive: true })
    }
    return await use(folder, ['fn', 'deploy', '--all', '--force', '--config-file', CONFIGURATION, '-e', envId])
  } finally {
    remove()
    process.off('exit', remove)
  }
}

const toCredential = ({ secretId, secretKey, token }: Login) =>
  token === undefined ? { secretId, secretKey } : { secretId, secretKey, token }

/** Values are written as they are: only what holds `{{env.` would be taken for a template. */
const toConfiguration = (envId: string, functions: readonly FunctionToDeploy[]) => ({
  envId,
  functionRoot: './functions',
  functions: functions.map(({ wanted, variables }) => ({
    name: wanted.onlineName,
    handler: wanted.handler,
    runtime: wanted.runtime,
    timeout: wanted.timeoutSec,
    memorySize: wanted.memoryMb,
    installDependency: false,
    envVariables: variables,
  })),
})

function writePrivately(path: string, value: object): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 })
  writeFileSync(path, JSON.stringify(value), { mode: 0o600 })
}
