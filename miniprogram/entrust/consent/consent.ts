// What the user agrees to, as one text, and its fingerprint.
import { agreementOf } from '../merchant/agreement'
import { sha256Hex } from './sha256'
import type { Terms } from '../merchant/terms'
import { riskText, termRows } from '../view/termRows'

/** Everything shown beside the box and behind its link, a line each. */
export function consentText(terms: Terms): string {
  const { title, paragraphs } = agreementOf(terms)
  const rows = termRows(terms).map(({ name, value }) => `${name}: ${value}`)
  return [terms.brand, terms.summary].concat(rows, riskText(terms), title, paragraphs).join('\n')
}

/** `consent.textHash` of `preEntrustSign`: made of the very text on the screen, so the two cannot drift apart. */
export const consentHash = (terms: Terms): string => sha256Hex(consentText(terms))
