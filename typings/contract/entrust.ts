// Words both sides use. Imports nothing.

/**
 * What the page may be told about a contract (协议). Never a boolean: "we do not know" is an answer of its own.
 *
 * - `none`: nothing signed, and nothing under way
 * - `inProgress`: a signing session may be open
 * - `closing`: closing was asked for and is not confirmed yet
 * - `unknown`: WeChat Pay could not be asked
 */
export type EntrustStatus = 'none' | 'inProgress' | 'signed' | 'closing' | 'terminated' | 'unknown'

/**
 * What the page may be told about an order (订单).
 *
 * - `unpaid`: not paid yet, and may still be
 * - `refunded`: was paid, and given back in part or in whole
 * - `closed`: can be paid no more; also one that was charged and taken back (combine-papay)
 * - `unknown`: WeChat Pay could not be asked, or told what cannot be believed of this order; or it is being charged without the user
 */
export type OrderStatus = 'unpaid' | 'paid' | 'closed' | 'refunded' | 'unknown'
