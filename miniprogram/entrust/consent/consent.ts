// What the user agrees to: the text all users share, and what differs between them. `npm run consents` puts that text on file by
// this very function, so what the card sends and what the server knows cannot drift apart.
import type { AgreementText, RecurringTerms, Terms } from '../merchantShapes'
import { agreementOf, priceOf, riskText, termRows } from '../view/termRows'

interface Agreed {
  /** Everything shown beside the box and behind its link, a line each. Its SHA-256 is `consent.textHash`. */
  text: string
  /** `consent.details`: the rows in which this user's terms differ. */
  details: readonly string[]
}

/** These differ between users: in the text they share each is a place. */
const PLACES = { firstCharge: '{firstCharge}', nextCharge: '{nextCharge}' } satisfies Partial<RecurringTerms>

const linesOf = (terms: Terms): string[] => termRows(terms).map(({ name, value }) => `${name}: ${value}`)

/** The very text on the screen. */
export function agreedTo(given: Terms, agreement: AgreementText): Agreed {
  const terms: Terms = given.businessType === 'recurring' ? Object.assign({}, given, PLACES) : given
  const { title, paragraphs } = agreementOf(agreement, terms)
  const lines = linesOf(terms)
  const price = priceOf(terms)
  const big = price ? [`${price.amount} / ${price.cycle}`] : []
  return {
    text: [terms.brand].concat(big, terms.summary, lines, riskText(terms), title, paragraphs).join('\n'),
    details: linesOf(given).filter((line, index) => line !== lines[index]),
  }
}
