// What the user agreed to: it counts only for a text the server knows, is appended, and is never overwritten.
import type { Consent } from '../../../../typings/contract/callables'
import { invalidInput } from '../../kernel/errors'
import type { ConsentEntry, ContractRecord } from '../../records/contracts'
import type { SignDeps } from '../ports'

/** A session whose history is full is handed out no more, so nothing that may have counted has to make room. */
const MAX_CONSENTS = 20

/** @throws {CallFailure} INVALID_INPUT naming the cure: nobody could ever say what was agreed to */
export function requireKnownText({ textHash }: Consent, { isKnownText }: Pick<SignDeps, 'isKnownText'>): void {
  if (!isKnownText(textHash)) throw invalidInput('consent.textHash', UNKNOWN_TEXT)
}

const UNKNOWN_TEXT =
  'is of no text in cloudfunctions/_shared/merchant/consents.json; run `npm run consents`, then build and deploy the functions, before the mini-program'

/** Oldest first. */
export const consentsOf = ({ consentHistory, consent }: ContractRecord): readonly ConsentEntry[] =>
  consentHistory ?? (consent ? [consent] : [])

export const isConsentFull = (contract: ContractRecord): boolean => consentsOf(contract).length >= MAX_CONSENTS

/**
 * Evidence of what is signed is never changed. Of an attempt without a session nothing can have been signed, so there the
 * oldest make room, and for one more: else the session would come with a history that is full, and be handed to nobody.
 * @param consent none in scenes that ask elsewhere
 */
export function withConsent(contract: ContractRecord, consent: Consent | undefined, atMs: number): ContractRecord {
  if (!consent || contract.state === 'SIGNED' || contract.state === 'TERMINATED') return contract
  const history = consentsOf(contract)
  return isSame(history.at(-1), consent)
    ? contract
    : { ...contract, consentHistory: [...history, { ...consent, atMs }].slice(contract.session ? 0 : 1 - MAX_CONSENTS) }
}

const isSame = (last: ConsentEntry | undefined, { textHash, details }: Consent): boolean =>
  last?.textHash === textHash && last.details === details
