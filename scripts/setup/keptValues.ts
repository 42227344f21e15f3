// What `.env` holds before anything is done to it.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'dotenv'
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { dotEnvExample } from '../settings/dotEnvExample'
import { textOf } from '../settings/keyFiles'
import { readDotEnv } from '../settings/readDotEnv'
import { ENVIRONMENT_ID, isExample, type Values } from './values'

export interface Kept {
  isThere: boolean
  text: string
  /** Without the examples of .env.example, which are nobody's. */
  values: Values
  problems: SettingProblem[]
}

/** Where there is none, the one a merchant would begin with. @param root the project's folder @throws {Error} of the file system, with the path */
export function readKept(root: string): Kept {
  const path = join(root, '.env')
  const isThere = existsSync(path)
  const text = isThere ? textOf(bytesAt(path)) : dotEnvExample()
  const { given, problems } = readDotEnv(text, root)
  const all: Values = { [ENVIRONMENT_ID]: parse(text)[ENVIRONMENT_ID]?.trim() ?? '', ...given }
  const values = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== '' && !isExample(value)))
  return { isThere, text, values, problems }
}

/** The system names no path where a folder is read. */
function bytesAt(path: string): Buffer {
  try {
    return readFileSync(path)
  } catch (error) {
    throw Object.assign(error as Error, { path })
  }
}
