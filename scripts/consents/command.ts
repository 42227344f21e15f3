// What `npm run consents` does: puts the text users agree to on file, so that the functions know it.
import type { Words } from '../../cloudfunctions/_shared/platform/settings/catalogue/row'
import { accessSync, constants, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { terms } from '../../miniprogram/entrust/merchant/terms'
import { formatDate } from '../../miniprogram/entrust/view/places'
import { fileTroubleIn, tellCommandError, wantedLanguage } from '../commandErrors'
import { languageOf, type Language } from '../language'
import { parseOptions } from '../parseOptions'
import { isKnown, knownTextsOf } from './checkConsents'
import { toJson, withTexts, type KnownText } from './knownTexts'
import * as told from './texts'
import { textsIn, textToday, type TextToday } from './textsOf'

/** Where it stands, and where it speaks. */
interface Place {
  /** The folder of the project; files are named from there. */
  root: string
  /** Which say what language it speaks, where no argument does. */
  env: Readonly<Record<string, string | undefined>>
  out: (text: string) => void
  err: (text: string) => void
}

interface Wish {
  isCheck: boolean
  from: readonly string[]
  language: Language
  isHelp: boolean
}

/** @throws {Error} naming the argument */
function readArguments(args: string[], env: Place['env']): Wish {
  const { values } = parseOptions({
    args,
    options: {
      check: { type: 'boolean', default: false },
      from: { type: 'string', multiple: true, default: [] },
      lang: { type: 'string' },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  const { check: isCheck, from, lang, help: isHelp } = values
  return { isCheck, from, isHelp, language: languageOf(lang, env) }
}

function main({ isCheck, from }: Wish, place: Place): Outcome {
  const known = knownTextsOf(place.root)
  if (!known.ok) return refused(known.problems.map((problem) => told.problem(told.CONSENTS_FILE, problem)))
  const texts: string[] = []
  for (const { source, all } of asked(from, place.root)) {
    for (const one of all) {
      if (!one.ok) return refused(one.problems.map((problem) => told.problem(source, problem)))
      texts.push(one.text)
    }
  }
  const missing = texts.filter((text) => !isKnown(text, known.texts))
  if (missing.length === 0) return done([told.allOnFile(texts.length, known.texts.length)])
  if (isCheck) return refused(missing.map((text) => told.missing(firstLine(text))))
  const appended = append(known.texts, missing, place)
  return done([...appended.map(({ hash, text }) => told.appended(hash, firstLine(text))), told.NEXT])
}

interface Outcome {
  exitCode: 0 | 1
  lines: readonly Words[]
}

const done = (lines: readonly Words[]): Outcome => ({ exitCode: 0, lines })
const refused = (lines: readonly Words[]): Outcome => ({ exitCode: 1, lines })

/** @throws {Error} a file that cannot be read, by its name */
const asked = (from: readonly string[], root: string): { source: string; all: TextToday[] }[] =>
  from.length === 0
    ? [{ source: 'miniprogram/entrust/merchant', all: [textToday(terms)] }]
    : from.map((path) => ({ source: path, all: readFrom(resolve(root, path)) }))

function readFrom(path: string): TextToday[] {
  accessSync(path, constants.R_OK)
  try {
    return textsIn(path)
  } catch (error) {
    if (fileTroubleIn(error)) throw error
    return [{ ok: false, problems: [`cannot be read: ${error instanceof Error ? error.message : String(error)}`] }]
  }
}

function append(known: readonly KnownText[], missing: readonly string[], { root }: Place): KnownText[] {
  const texts = withTexts(known, missing, formatDate(Date.now()))
  writeFileSync(join(root, told.CONSENTS_FILE), toJson(texts))
  return texts.slice(known.length)
}

const firstLine = (text: string): string => text.split('\n', 1)[0]?.slice(0, 40) ?? ''

/** @returns the exit code */
export function consents(args: string[], place: Place): number {
  try {
    const wish = readArguments(args, place.env)
    const { exitCode, lines } = wish.isHelp ? done([told.HELP]) : main(wish, place)
    const say = exitCode === 0 ? place.out : place.err
    say(lines.map((line) => line[wish.language]).join('\n'))
    return exitCode
  } catch (error) {
    place.err(tellCommandError(error, 'npm run consents', languageOf(wantedLanguage(args), place.env)))
    return fileTroubleIn(error) ? 1 : 2
  }
}
