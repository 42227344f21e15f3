// Which functions are meant, and the key their calls are signed with.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'dotenv'
import { ROWS, isValue } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { SETTING } from '../../cloudfunctions/_shared/platform/settings/names'
import { readDotEnv } from '../settings/readDotEnv'
import { LOCAL_FILE, readLocalFile } from '../start/localFile'
import { inChinese } from '../setup/inChinese'
import { toldOf } from '../setup/values'
import { failed } from './adminError'
import type { AdminArguments } from './arguments'

interface LocalPlace {
  key: string
  frontUrl: string
  controlUrl: string
}

export type Place = LocalPlace | DeployedPlace

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
    throw failed(
      `--local: no local WeChat is up (${LOCAL_FILE} is missing); run npm start in another terminal`,
      `--local：没有正在运行的本地微信（缺少 ${LOCAL_FILE}）；请在另一个终端运行 npm start`,
    )
  return { key: file.adminKey, frontUrl: file.frontUrl, controlUrl: file.controlUrl }
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
  if (!existsSync(path))
    throw failed(
      'there is no .env: run npm run setup, or use --local',
      '没有 .env：请运行 npm run setup，或使用 --local',
    )
  const text = readFileSync(path, 'utf8')
  const prefix = readDotEnv(text, root).given[SETTING.functionPrefix] ?? ''
  return { key: keyIn(text, root), envId: envId ?? (isPrint ? '' : environmentIn(text)), prefix }
}

function keyIn(text: string, root: string): string {
  const key = readDotEnv(text, root).given[SETTING.adminKey]
  const wrong = key === undefined ? MISSING : problemOf(key)
  if (key === undefined || wrong !== undefined)
    throw failed(`${SETTING.adminKey} ${wrong?.en ?? ''}`, `${SETTING.adminKey}${wrong?.zh ?? ''}`)
  return key
}

const TOLD = toldOf(SETTING.adminKey)

const MISSING: Words = {
  en: `is missing in .env: ${TOLD?.what.en ?? ''}; docs/admin.md`,
  zh: `：.env 缺少${TOLD?.what.zh ?? ''}；见 docs/zh-CN/admin.md`,
}

function problemOf(key: string): Words | undefined {
  const read = ROWS[SETTING.adminKey].read(key)
  if (read.ok) return undefined
  return { en: `in .env: ${read.problem}`, zh: `（.env）：${inChinese(read.problem) ?? `应为 ${TOLD?.form.zh ?? ''}`}` }
}

function environmentIn(text: string): string {
  const id = parse(text)['ENV_ID']?.trim() ?? ''
  if (isValue(id) && !/^<.*>$/.test(id)) return id
  throw failed(
    'ENV_ID is missing in .env: the id of the CloudBase environment; or say --env <id>',
    '.env 缺少 ENV_ID：云开发环境 ID；也可用 --env <id> 给出',
  )
}
