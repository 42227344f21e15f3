// Which functions are meant, and the key their calls are signed with.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { ROWS, isValue } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { SETTING } from '../../cloudfunctions/_shared/platform/settings/names'
import { readDotEnv } from '../settings/readDotEnv'
import { LOCAL_FILE, readLocalFile } from '../start/localFile'
import { AdminError, type AdminArguments } from './arguments'

interface LocalPlace {
  key: string
  frontUrl: string
}

interface DeployedPlace {
  key: string
  envId: string
  /** In front of the name the call is signed for. */
  prefix: string
}

/** @param root the project's folder @throws {AdminError} none is up */
export function readLocal(root: string): LocalPlace {
  const file = readLocalFile(root)
  if (!file)
    throw new AdminError(
      `--local: no local WeChat is up (${LOCAL_FILE} is missing); run npm start in another terminal`,
      1,
    )
  return { key: file.adminKey, frontUrl: file.frontUrl }
}

/**
 * @param root the project's folder, with `.env`
 * @throws {AdminError} naming the line of `.env` that is missing or wrong
 */
export function readDeployment(
  root: string,
  { envId, isPrint }: Pick<AdminArguments, 'envId' | 'isPrint'>,
): DeployedPlace {
  const path = join(root, '.env')
  if (!existsSync(path)) throw new AdminError('there is no .env: run npm run setup, or use --local', 1)
  const text = readFileSync(path, 'utf8')
  const prefix = readDotEnv(text, root).given[SETTING.functionPrefix] ?? ''
  return { key: keyIn(text, root), envId: envId ?? (isPrint ? '' : environmentIn(text)), prefix }
}

function keyIn(text: string, root: string): string {
  const key = readDotEnv(text, root).given[SETTING.adminKey]
  const wrong = key === undefined ? `is missing in .env: ${ROWS[SETTING.adminKey].what}; docs/admin.md` : problemOf(key)
  if (key === undefined || wrong !== undefined) throw new AdminError(`${SETTING.adminKey} ${wrong ?? ''}`, 1)
  return key
}

function problemOf(key: string): string | undefined {
  const read = ROWS[SETTING.adminKey].read(key)
  return read.ok ? undefined : `in .env: ${read.problem}`
}

function environmentIn(text: string): string {
  const id = parse(text)['ENV_ID']?.trim() ?? ''
  if (isValue(id) && !/^<.*>$/.test(id)) return id
  throw new AdminError('ENV_ID is missing in .env: the id of the CloudBase environment; or say --env <id>', 1)
}
