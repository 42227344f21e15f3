// Where the local WeChat is that `npm start` keeps up, for commands in another terminal.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import * as v from 'valibot'
import { SETTING } from '../../cloudfunctions/_shared/platform/settings/names'
import type { LocalWechat } from '../../sandbox/localWechat'

export const LOCAL_FILE = 'dist/local-wechat.json'

const schema = v.object({
  /** Process that keeps it up. */
  pid: v.number(),
  /** Of CloudBase's front. */
  frontUrl: v.string(),
  /** Of its control, which tells what time it is there. */
  controlUrl: v.string(),
  /** What calls of server-only functions are signed with there. Made at start, and good nowhere else. */
  adminKey: v.string(),
})
type LocalFile = v.InferOutput<typeof schema>

/** Readable by its owner alone. @param root the project's folder */
export function writeLocalFile(root: string, { cloud, settings, wechatPay }: LocalWechat): void {
  const content: LocalFile = {
    pid: process.pid,
    frontUrl: cloud.frontUrl,
    controlUrl: wechatPay.controlUrl,
    adminKey: settings[SETTING.adminKey] ?? '',
  }
  const path = join(root, LOCAL_FILE)
  mkdirSync(dirname(path), { recursive: true })
  // A file that is there keeps its mode.
  rmSync(path, { force: true })
  writeFileSync(path, `${JSON.stringify(content, null, 2)}\n`, { mode: 0o600, flag: 'wx' })
}

/** @returns undefined where there is none, or one that cannot be read */
export function readLocalFile(root: string): LocalFile | undefined {
  const path = join(root, LOCAL_FILE)
  if (!existsSync(path)) return undefined
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), schema), readFileSync(path, 'utf8'))
  return parsed.success ? parsed.output : undefined
}

/** The file of another one that was started since stays. */
export function removeLocalFile(root: string): void {
  if (readLocalFile(root)?.pid === process.pid) rmSync(join(root, LOCAL_FILE), { force: true })
}
