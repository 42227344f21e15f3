// Whether the functions will know the text the card shows: asked by the build, and by whoever looks for what is wrong.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { dirname, basename, join } from 'node:path'
import { sha256Hex } from '../../miniprogram/entrust/consent/sha256'
import { terms } from '../../miniprogram/entrust/merchant/terms'
import { readKnownTexts, type KnownText, type ReadTexts } from './knownTexts'
import * as told from './texts'
import { textToday, type TextToday } from './textsOf'

/**
 * @param root the project's folder
 * @param today the text its card shows
 * @returns one sentence for each problem, each with its cure
 */
export function checkConsents(root: string, today: TextToday = textToday(terms)): Words[] {
  const known = knownTextsOf(root)
  if (!known.ok) return known.problems.map((problem) => told.problem(told.CONSENTS_FILE, problem))
  // Terms that stop the card are told by the card.
  return today.ok && !isKnown(today.text, known.texts) ? [told.UNKNOWN] : []
}

export const isKnown = (text: string, texts: readonly KnownText[]): boolean =>
  texts.some(({ hash }) => hash === sha256Hex(text))

/** A file that is not there holds nothing yet. */
export function knownTextsOf(root: string): ReadTexts {
  const path = join(root, told.CONSENTS_FILE)
  return readKnownTexts(existsSync(path) ? readFileSync(path, 'utf8') : '[]', committedTexts(path))
}

/** None where there is no git, or nothing was committed. */
function committedTexts(path: string): KnownText[] {
  try {
    const json = execFileSync('git', ['show', `HEAD:./${basename(path)}`], {
      cwd: dirname(path),
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const read = readKnownTexts(json)
    return read.ok ? read.texts : []
  } catch {
    return []
  }
}
