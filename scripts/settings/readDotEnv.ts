// `.env`: the settings as the merchant wrote them, with the files it names put in.
import { parse } from 'dotenv'
import { closest } from 'fastest-levenshtein'
import {
  isValue,
  NAMES,
  readGiven,
  type Given,
  type SettingName,
} from '../../cloudfunctions/_shared/platform/settings/catalogue'
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { FIRST_LINE, insertFiles } from './keyFiles'

interface DotEnv {
  given: Given
  problems: SettingProblem[]
}

/**
 * @param text of the file
 * @param root the project's folder: what paths in it are relative to
 */
export function readDotEnv(text: string, root: string): DotEnv {
  const lines = parse(text)
  const read = Object.entries(readGiven(lines)).map(([name, value]) =>
    readOne(name as SettingName, withItsLock(value, lines), root),
  )
  return {
    given: Object.fromEntries(read.map(({ name, value }) => [name, value])),
    problems: [
      ...strangers(lines),
      ...read.flatMap(({ name, problem }) => (problem === undefined ? [] : [{ name, problem }])),
    ],
  }
}

/** Without quotes, the line that says that a key has a passphrase passes for a setting of its own. */
const withItsLock = (value: string, { 'Proc-Type': lock }: Readonly<Record<string, string>>): string =>
  lock !== undefined && FIRST_LINE.test(value) && value.includes('PRIVATE KEY') ? `${value}\nProc-Type: ${lock}` : value

function readOne(name: SettingName, text: string, root: string) {
  const inserted = insertFiles(name, text, root)
  return inserted.ok ? { name, value: inserted.value } : { name, value: text, problem: inserted.problem }
}

/** A misspelt name would be a setting left out, and nobody told. */
function strangers(lines: Readonly<Record<string, string>>): SettingProblem[] {
  const given = Object.keys(lines).filter((name) => /^WXPAY_/i.test(name) && isValue(lines[name]?.trim() ?? ''))
  return given
    .filter((name) => !(NAMES as readonly string[]).includes(name))
    .map((name) => ({
      name,
      problem: `is no setting; is it ${nearest(name.toUpperCase())}? .env.example has all`,
    }))
}

/** One that is longer or shorter by a part of itself, before one that has as many letters in common. */
export function nearest(name: string): string {
  const akin = NAMES.filter((known) => known.includes(name) || name.includes(known))
  return closest(name, akin.length > 0 ? akin : NAMES)
}
