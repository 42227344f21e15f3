// What the user agrees to, as one text, and its fingerprint.
import type { AgreementText, Terms } from '../merchantShapes'
import { agreementOf, priceOf, riskText, termRows } from '../view/termRows'
import { sha256Hex } from './sha256'

/** Everything shown beside the box and behind its link, a line each. */
export function consentText(terms: Terms, agreement: AgreementText): string {
  const { title, paragraphs } = agreementOf(agreement, terms)
  const rows = termRows(terms).map(({ name, value }) => `${name}: ${value}`)
  const price = priceOf(terms)
  const big = price ? [`${price.amount} / ${price.cycle}`] : []
  return [terms.brand].concat(big, terms.summary, rows, riskText(terms), title, paragraphs).join('\n')
}

/** `consent.textHash` of `preEntrustSign`: made of the very text on the screen, so the two cannot drift apart. */
export const consentHash = (terms: Terms, agreement: AgreementText): string => sha256Hex(consentText(terms, agreement))
