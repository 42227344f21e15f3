// Where `.env` names a file in place of a key or a certificate: its text takes the place of its path.
import { existsSync, readFileSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { ROWS, type SettingName } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { readTextMap } from '../../cloudfunctions/_shared/platform/settings/forms/maps'
import { openKeyFile } from '../../cloudfunctions/_shared/wechatpay/keyFile'
import { entryName, type Read } from '../../cloudfunctions/_shared/wechatpay/keys'

/** No key is larger; what is, is another file. */
const MAX_BYTES = 64 * 1024
/** Shorter than any key in base64. */
const KEY_CHARACTERS = 200

/** @param root what paths are relative to */
export function insertFiles(name: SettingName, text: string, root: string): Read<string> {
  const { file = 'none' } = ROWS[name]
  switch (file) {
    case 'none':
      return { ok: true, value: text }
    case 'value':
      return contentOf(text, root)
    case 'map':
      return insertIntoMap(text, root)
    case 'pem:':
      return /^pem:/i.test(text) ? prefixed('pem:', contentOf(text.slice(4).trim(), root)) : { ok: true, value: text }
  }
}

const prefixed = (prefix: string, read: Read<string>): Read<string> =>
  read.ok ? { ok: true, value: prefix + read.value } : read

/** A map that is none is left as it is: whoever checks it says what is wrong with it. */
function insertIntoMap(text: string, root: string): Read<string> {
  const map = readTextMap(text)
  if (!map.ok) return { ok: true, value: text }
  const entries = Object.entries(map.value).map(([key, value]) => [key, contentOf(value, root)] as const)
  const wrong = entries.flatMap(([key, read], index) => (read.ok ? [] : [`${entryName(key, index)}: ${read.problem}`]))
  if (wrong.length > 0) return { ok: false, problem: wrong.join('; ') }
  return {
    ok: true,
    value: JSON.stringify(Object.fromEntries(entries.map(([key, read]) => [key, read.ok && read.value]))),
  }
}

function contentOf(text: string, root: string): Read<string> {
  const file = FIRST_LINE.test(text) ? openKeyFile(text) : undefined
  // Where that line says that it is of no use here, whoever checks it says so too: no use in putting the rest.
  if (file?.kind === 'cut short') {
    return fail(`has only the first line of a ${file.was}: put its whole text into double quotes, or name its file`)
  }
  return isContent(text) ? { ok: true, value: text } : readKeyFile(toPath(text, root), told(text))
}

/** All that is read of a text of several lines without quotes. */
export const FIRST_LINE = /^-----BEGIN [^-]+-----$/

/** A key or certificate itself, or an example. */
const isContent = (text: string): boolean =>
  text.includes('-----BEGIN') || /^<.*>$/s.test(text) || isLongBase64(text.replace(/\\[rn]|\s/g, ''))

const isLongBase64 = (text: string): boolean => text.length >= KEY_CHARACTERS && /^[A-Za-z0-9+/]+=*$/.test(text)

/** In double quotes `C:\new.pem` arrives with a line end in it. */
function toPath(text: string, root: string): string {
  const path = text.replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return resolve(root, /^~(?=$|[/\\])/.test(path) ? join(homedir(), path.slice(1)) : path)
}

/** Told where it is the path of some file; what is not may be half a key. */
const told = (text: string): string => (/^[^\n]{1,250}\.[a-z0-9]{2,4}$/i.test(text) ? ` (${text})` : '')

function readKeyFile(path: string, told: string): Read<string> {
  if (!existsSync(path))
    return fail(`is no key, and no path of a file that is there${told}: paths start at the project's folder`)
  const stat = statSync(path)
  if (!stat.isFile() || stat.size > MAX_BYTES) return fail(`is the path of something that is no key file${told}`)
  const bytes = bytesOf(path)
  if (!bytes) return fail(`is the path of a file that cannot be read${told}: who runs this build must be allowed to`)
  if (bytes.length === 0) return fail(`is the path of an empty file${told}: put the key into it`)
  // DER starts with a sequence of a long length; text never does.
  const isDer = bytes[0] === 0x30 && ((bytes[1] ?? 0) & 0x80) !== 0
  return {
    ok: true,
    value: isDer ? bytes.toString('base64') : textOf(bytes).trim(),
  }
}

function bytesOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

/** As editors of Windows write it: UTF-8 or UTF-16, with a byte order mark. */
export const textOf = (bytes: Buffer): string =>
  bytes.toString(bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8').replace(/^\uFEFF/, '')

const fail = (problem: string) => ({ ok: false, problem }) as const
