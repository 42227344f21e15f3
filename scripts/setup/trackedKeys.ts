// Keys that everybody has who has the repository.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { isTrackedByGit } from '../trackedByGit'
import type { FoundFile } from './findKeyFiles'

/** @param root the project's folder, with `.env` */
export function trackedKeys(root: string, files: readonly FoundFile[]): SettingProblem[] {
  const secret = files.filter(({ file }) => ['private key', 'locked private key', 'PKCS#12 file'].includes(file.kind))
  const all = [{ path: join(root, '.env'), told: '.env' }, ...secret]
  return all
    .filter(({ path }) => existsSync(path) && isTrackedByGit(path))
    .map(({ told }) => ({
      name: told,
      problem: `is tracked by git, so whoever has the repository has the key: git rm --cached ${told}, commit, and apply for a new certificate, since the history keeps this one`,
    }))
}
