// Shapes more than one callable takes.
import * as v from 'valibot'

/** `out_contract_code` as a page sends it back. */
export const contractCode = v.pipe(
  v.string('expected text'),
  v.regex(/^[0-9A-Za-z]{1,32}$/, 'expected 1 to 32 letters and digits, as preEntrustSign gave it'),
)
