// What `npm run consents` does, for whichever project.
import { writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { terms } from '../../miniprogram/entrust/merchant/terms'
import { formatDate } from '../../miniprogram/entrust/view/places'
import { CONSENTS_FILE, isKnown, knownTextsOf } from './checkConsents'
import { toJson, withTexts, type KnownText } from './knownTexts'
import { textsIn, textToday, type TextToday } from './textsOf'

const HELP = `npm run consents [-- --check] [-- --from FILE]

Appends the text of miniprogram/entrust/merchant/terms.ts and agreement.ts to ${CONSENTS_FILE},
unless it is there already. Consent counts only for a text in that file. Commit it, and change no entry: users may have agreed to it.
Then build and deploy the functions first, and upload the mini-program after that.

  --from FILE   of terms that live elsewhere, in place of terms.ts; may be given more than once. FILE.json: terms in the shape of
                terms.ts, or a list of them. FILE.js: a module that exports terms and agreement, as the card's package has it. Any
                other file: a text by itself, in UTF-8; its hash is over the text with \\n for every end of a line, and none at its end
  --check       append nothing; exit code 1 if a text is missing
  --help        this text

Exit code 0: every text is on file; 1: refused, or with --check missing; 2: wrong arguments.`

interface Consents {
  exitCode: 0 | 1 | 2
  /** To be printed: where something is wrong, as errors. */
  lines: readonly string[]
}

/** @param root the project's folder, which paths are from */
export function consents(args: string[], root: string): Consents {
  let wish: Wish | undefined
  try {
    wish = readArguments(args)
  } catch (error) {
    const told = error instanceof Error ? error.message : String(error)
    return { exitCode: 2, lines: [told, 'Try: npm run consents -- --help'] }
  }
  return wish ? carryOut(wish, root) : tell([HELP])
}

interface Wish {
  isCheck: boolean
  from: readonly string[]
}

/** @returns undefined where help was asked for @throws {TypeError} naming the argument */
function readArguments(args: string[]): Wish | undefined {
  const { values } = parseArgs({
    args,
    options: {
      check: { type: 'boolean', default: false },
      from: { type: 'string', multiple: true, default: [] },
      help: { type: 'boolean', short: 'h', default: false },
    },
  })
  return values.help ? undefined : { isCheck: values.check, from: values.from }
}

function carryOut({ isCheck, from }: Wish, root: string): Consents {
  const known = knownTextsOf(root)
  if (!known.ok) return refuse(CONSENTS_FILE, known.problems)
  const texts: string[] = []
  for (const { source, all } of asked(from, root)) {
    for (const one of all) {
      if (!one.ok) return refuse(source, one.problems)
      texts.push(one.text)
    }
  }
  const missing = texts.filter((text) => !isKnown(text, known.texts))
  if (missing.length === 0)
    return tell([`Every text is on file: ${texts.length} asked about, ${known.texts.length} there.`])
  return isCheck ? refuse(CONSENTS_FILE, missing.map(describeMissing)) : append(known.texts, missing, root)
}

/** @throws {Error} a file that cannot be read, by its name */
const asked = (from: readonly string[], root: string): { source: string; all: TextToday[] }[] =>
  from.length === 0
    ? [{ source: 'miniprogram/entrust/merchant', all: [textToday(terms)] }]
    : from.map((path) => ({ source: path, all: readFrom(resolve(root, path)) }))

function readFrom(path: string): TextToday[] {
  try {
    return textsIn(path)
  } catch (error) {
    return [{ ok: false, problems: [error instanceof Error ? error.message : String(error)] }]
  }
}

function append(known: readonly KnownText[], missing: readonly string[], root: string): Consents {
  const texts = withTexts(known, missing, formatDate(Date.now()))
  writeFileSync(join(root, CONSENTS_FILE), toJson(texts))
  return tell([
    ...texts.slice(known.length).map(({ hash, text }) => `appended ${hash}  ${firstLine(text)}`),
    `Commit ${CONSENTS_FILE}. Then: npm run build, deploy the functions, and upload the mini-program after that.`,
  ])
}

const describeMissing = (text: string): string => `a text is not there (${firstLine(text)}): run this without --check`

const firstLine = (text: string): string => text.split('\n', 1)[0]?.slice(0, 40) ?? ''

const tell = (lines: readonly string[]): Consents => ({ exitCode: 0, lines })

const refuse = (source: string, problems: readonly string[]): Consents => ({
  exitCode: 1,
  lines: problems.map((problem) => `${source}: ${problem}`),
})
