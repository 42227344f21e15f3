// YOURS. Keep this file on an upgrade: outside merchant/, all but tokens.wxss, app.json and your appid is replaced.
//
// Your words in place of ours: 'state.title', 'state.body' or 'buttons.name'. Ours, and the places each may have, are in
// ../view/states.ts and ../view/texts.ts. Titles and buttons have at most 12 characters and a body two lines; one that has more,
// or a place that is not there, stops the card and says so.
import type { CardWords, CheckoutWords } from '../view/texts'

/** Such as: 'unsigned.title': '开通{product}', 'buttons.decline': '以后再说'. */
export const cardWords = {} satisfies CardWords

/** Of pages/checkout, where they are written in journey/checkoutTexts.ts. */
export const checkoutWords = {} satisfies CheckoutWords
