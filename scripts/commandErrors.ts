// What a command says where it cannot go on: words of Node and of the file system, with what to do, in both languages.
import type { Words } from '../cloudfunctions/_shared/platform/settings/catalogue/row'
import type { Language } from './language'
import { translator } from './translator'

/** As far as it can be known before the arguments are understood. */
export const wantedLanguage = (args: readonly string[]): string | undefined => {
  const found = args.flatMap((arg, index) => (arg === '--lang' ? [args[index + 1]] : /^--lang=(.*)$/.exec(arg)?.[1]))
  return found.find((one) => one === 'zh' || one === 'en')
}

/** @param command such as `npm run setup` @returns what is wrong, and what to do */
export function tellCommandError(error: unknown, command: string, language: Language): string {
  const trouble = fileTroubleIn(error)
  if (trouble !== undefined) return `${tellFileTrouble(trouble, language)}${AGAIN[language].replace('{}', command)}`
  return `${errorWords(error)[language]}\n${tellHelp(command, language)}`
}

/** What is wrong with an argument. */
export function errorWords(error: unknown): Words {
  const { message: said = String(error) } = Object(error) as { message?: string }
  const [en = ''] = said.split('. To specify')
  return { en, zh: inChinese(en) ?? en }
}

export const tellHelp = (command: string, language: Language): string => TRY[language].replace('{}', command)

const AGAIN: Words = { en: ' Then run {} again.', zh: '然后重新运行 {}。' }
const TRY: Words = { en: 'Try: {} -- --help', zh: '用法：{} -- --help' }

interface FileTrouble {
  code: keyof typeof FILE_TROUBLES
  /** Empty where the system does not say. */
  path: string
}

/** @returns undefined for what is no trouble of the file system */
export function fileTroubleIn(error: unknown): FileTrouble | undefined {
  const { code, path = '', syscall } = Object(error) as { code?: string; path?: string; syscall?: string }
  return code !== undefined && code in FILE_TROUBLES && syscall !== 'connect'
    ? { code: code as FileTrouble['code'], path }
    : undefined
}

/** One sentence with what to do. */
function tellFileTrouble({ code, path }: FileTrouble, language: Language): string {
  const { what, cure } = FILE_TROUBLES[code]
  const isZh = language === 'zh'
  const place = path === '' ? '' : isZh ? `${path}：` : `${path}: `
  return `${place}${what[language]}${isZh ? '（' : ' ('}${code}${isZh ? '）。' : '). '}${cure[language]}`
}

const row = (en: readonly [what: string, cure: string], zh: readonly [what: string, cure: string]) => ({
  what: { en: en[0], zh: zh[0] },
  cure: { en: en[1], zh: zh[1] },
})
const FULL = row(['the disk is full', 'Make room on it.'], ['磁盘已满', '请腾出空间，'])
const DENIED = row(
  ['this user may not read or write it', 'Give yourself the right to it and to its folder.'],
  ['当前用户无权读写', '请为自己授予该文件及其目录的权限，'],
)

const FILE_TROUBLES = {
  ENOSPC: FULL,
  EDQUOT: FULL,
  EACCES: DENIED,
  EPERM: DENIED,
  EROFS: row(
    ['this disk can only be read', 'Use a folder that can be written to.'],
    ['磁盘只读', '请换用可写的目录，'],
  ),
  EISDIR: row(
    ['is a folder, and a file is expected', 'Move the folder away.'],
    ['是目录，而此处应为文件', '请移走该目录，'],
  ),
  ENOTDIR: row(
    ['is a file, and a folder is expected', 'Move the file away.'],
    ['是文件，而此处应为目录', '请移走该文件，'],
  ),
  ENOENT: row(['is not there', 'Put it there, or name another.'], ['不存在', '请补上，或换一个路径，']),
} as const

const inChinese = translator(
  [
    ["Unknown option '{}'", '没有选项 {}'],
    ["Unexpected argument '{}'. This command does not take positional arguments", '多余的参数 {}：本命令只接受选项'],
    ["Option '{}' argument missing", '选项 {} 缺少取值'],
    ["Option '{}' argument is ambiguous.{}", '选项 {} 的取值有歧义：以 - 开头的值请写成 --选项=值'],
    ["Option '{}' does not take an argument", '选项 {} 不接受取值'],
    ['--{}: is empty', '--{}：取值为空'],
    ['--lang: expected zh or en, got {}', '--lang：应为 zh 或 en，而不是 {}'],
    ['--set (no. {}): expected NAME=VALUE', '--set（第 {} 个）：应为 名称=值'],
    [
      '--set {}: is no setting; is it {}? docs/settings.md has all',
      '--set {}：没有这个配置项；是否应为 {}？全部配置项见 docs/zh-CN/settings.md',
    ],
    ['--only {}: expected some of {}', '--only {}：应为其中若干项：{}'],
    ['--only {}: expected one of {}', '--only {}：应为其中一项：{}'],
    [
      '--offline and --online: expected one of them, or neither for both',
      '--offline 与 --online：只能给一个；都不给则两项都检查',
    ],
    ['--hosts {}: {}', '--hosts {}：{}'],
    ['{}: is no folder', '{}：不是目录，或不存在'],
    [
      "{}: no quotes hold it in .env; expected a value without ' or without `",
      "{}：.env 的任何引号都无法容纳该值；应为不含 ' 或不含 ` 的值",
    ],
  ],
  {},
)
