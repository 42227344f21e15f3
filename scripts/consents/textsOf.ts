// The texts users agree to, as the card makes them: of merchant/terms.ts, or of a file where terms live elsewhere.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { agreedTo } from '../../miniprogram/entrust/consent/consent'
import { checkAgreement, checkTerms } from '../../miniprogram/entrust/consent/checkTerms'
import { agreement as ours } from '../../miniprogram/entrust/merchant/agreement'
import type { AgreementText, Terms } from '../../miniprogram/entrust/merchantShapes'
import { textOf } from '../settings/keyFiles'

/** A text, or what keeps it from being shown to anyone. */
export type TextToday = { ok: true; text: string } | { ok: false; problems: string[] }

/** @param agreement of the same project as the terms */
export function textToday(terms: Terms, agreement: AgreementText = ours): TextToday {
  const missing = checkTerms(terms)
  const problems = missing.length > 0 ? missing : checkAgreement(agreement, terms)
  return problems.length > 0 ? { ok: false, problems } : { ok: true, text: agreedTo(terms, agreement).text }
}

/**
 * @param path `.json`: terms in the shape of terms.ts, or a list of such; `.js`: a module that exports `terms`, of the same kind, and
 *   `agreement`; anything else is a text by itself, with `\n` for every end of a line and none at its end
 * @throws {Error} it cannot be read
 */
export function textsIn(path: string): TextToday[] {
  if (/\.[cm]?[jt]s$/.test(path)) return textsOfModule(createRequire(path)(path))
  const text = textOf(readFileSync(path))
  if (text.includes('\ufffd')) return [{ ok: false, problems: ['expected text in UTF-8'] }]
  if (path.endsWith('.json')) return termsIn(text).map((terms) => textToday(terms))
  const plain = text.replace(/\r\n?/g, '\n').replace(/\n+$/, '')
  return [plain.trim() === '' ? { ok: false, problems: ['expected a text, found none'] } : { ok: true, text: plain }]
}

const termsIn = (json: string): Terms[] => listed(JSON.parse(json))

function listed(given: unknown): Terms[] {
  const all: unknown[] = Array.isArray(given) ? given : [given]
  // Whatever each of them is, it is looked at field by field.
  return all.map((terms) => Object(terms) as Terms)
}

/** As the card's package has it: an app's own terms and agreement. */
function textsOfModule(module: unknown): TextToday[] {
  const { terms, agreement } = Object(module) as Partial<Record<'terms' | 'agreement', unknown>>
  const missing = Object.entries({ terms, agreement }).filter(
    ([, value]) => typeof value !== 'object' || value === null,
  )
  const problems = missing.map(([name]) => `expected it to export an object ${name}`)
  if (problems.length > 0) return [{ ok: false, problems }]
  return listed(terms).map((one) => textToday(one, agreement as AgreementText))
}
