// Numbers of orders, charges and refunds, as the merchant chooses them. Records have members that go by them: what was promised of an
// order, and what was paid for each of a charge.
import * as v from 'valibot'

/** @param expected said of every other text */
export const chosenNumber = (form: RegExp, expected: string) =>
  v.pipe(
    v.string('expected text'),
    v.regex(form, expected),
    // A database of the document kind keeps no member of that name: what is promised under it would be forgotten.
    v.check((number) => number !== '__proto__', `${expected}, and not __proto__`),
  )

/** Every object has a `constructor` that nobody put there. */
export const memberOf = <Member>(
  members: Readonly<Record<string, Member>> | undefined,
  number: string,
): Member | undefined => (members && Object.hasOwn(members, number) ? members[number] : undefined)
