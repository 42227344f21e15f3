// Fields that commands share.
import * as v from 'valibot'
import { MALFORMATIONS } from '../notifications/faults'

/** A field with its help. */
const text = (help: string) => v.pipe(v.string(), v.nonEmpty('must not be empty'), v.description(help))
const whole = (min: number, help: string) => v.pipe(v.number(), v.integer(), v.minValue(min), v.description(help))

export const code = v.optional(text('the contract, by its out_contract_code'))
const session = v.optional(text('the contract, by its pre_entrustweb_id'))
export const orderNumber = v.optional(text('the order, by its out_trade_no'))
/** Names one contract in one of two ways. */
export const contractName = { out_contract_code: code, pre_entrustweb_id: session }
export const openid = v.optional(text('who signs; needed for combine-papay'))
export const requiredText = text
export const wholeNumber = whole

/** `'always'`: until cleared. */
export const times = v.optional(
  v.pipe(
    v.union([v.pipe(v.number(), v.integer(), v.minValue(1)), v.literal('always')]),
    v.description('how many; "always" until cleared'),
  ),
  1,
)

const before = v.optional(v.picklist(['before', 'after']), 'before')
const skewSec = v.optional(v.pipe(v.number(), v.integer()), -301)

export const answerFault = v.pipe(
  v.variant('kind', [
    v.strictObject({ kind: v.literal('delay'), ms: whole(0, 'milliseconds') }),
    v.strictObject({ kind: v.literal('drop'), when: before }),
    v.strictObject({ kind: v.literal('reset'), when: before }),
    v.strictObject({ kind: v.literal('tooManyRequests'), retryAfterSec: v.optional(whole(0, 'seconds'), 1) }),
    v.strictObject({
      kind: v.literal('serverError'),
      status: v.optional(v.picklist([500, 501, 503]), 500),
      when: before,
    }),
    v.strictObject({
      kind: v.literal('truncatedBody'),
      how: v.optional(v.picklist(['connectionClosed', 'shorterLength']), 'connectionClosed'),
    }),
    v.strictObject({ kind: v.literal('oversizedBody'), bytes: v.optional(whole(1, 'at least'), 8 * 1024 * 1024) }),
    v.strictObject({ kind: v.literal('htmlBody'), status: v.optional(whole(200, 'status'), 502) }),
    v.strictObject({
      kind: v.picklist(['notJson', 'wrongSignature', 'wrongKey', 'signtest', 'missingSignatureHeaders']),
    }),
    v.strictObject({ kind: v.picklist(['unknownSerial', 'rotatedKey']) }),
    v.strictObject({ kind: v.literal('alteredAnswer'), fields: v.record(v.string(), v.unknown()) }),
    v.strictObject({ kind: v.literal('staleTimestamp'), skewSec }),
  ]),
  v.description(
    'one of {kind:"delay",ms} {kind:"drop"|"reset",when?:"before"|"after"} {kind:"tooManyRequests",retryAfterSec?} ' +
      '{kind:"serverError",status?,when?} {kind:"truncatedBody",how?:"connectionClosed"|"shorterLength"} ' +
      '{kind:"oversizedBody",bytes?} {kind:"htmlBody",status?} {kind:"notJson"|"wrongSignature"|"wrongKey"|"signtest"|' +
      '"missingSignatureHeaders"|"unknownSerial"|"rotatedKey"} {kind:"alteredAnswer",fields} ' +
      '{kind:"staleTimestamp",skewSec?}',
  ),
)

export const notificationFault = v.pipe(
  v.variant('kind', [
    v.strictObject({ kind: v.literal('delay'), ms: whole(0, 'milliseconds') }),
    v.strictObject({ kind: v.literal('duplicate'), copies: whole(2, 'at once') }),
    v.strictObject({ kind: v.literal('malformedResource'), how: v.picklist(MALFORMATIONS) }),
    v.strictObject({
      kind: v.literal('unmappedEventType'),
      eventType: v.optional(text('event type'), 'SANDBOX_UNHEARD.OF'),
    }),
    v.strictObject({ kind: v.literal('alteredPlaintext'), fields: v.record(v.string(), v.unknown()) }),
    v.strictObject({ kind: v.literal('staleTimestamp'), skewSec }),
    v.strictObject({ kind: v.picklist(['drop', 'wrongApiV3Key', 'wrongKey', 'wrongSignature', 'changedBody']) }),
    v.strictObject({ kind: v.picklist(['signtest', 'missingSignatureHeaders', 'unknownSerial', 'rotatedKey']) }),
  ]),
  v.description(
    'one of {kind:"delay",ms} {kind:"drop"} {kind:"duplicate",copies} {kind:"wrongApiV3Key"} {kind:"malformedResource",how} ' +
      '{kind:"unmappedEventType",eventType?} {kind:"alteredPlaintext",fields} {kind:"wrongKey"|"wrongSignature"|' +
      '"changedBody"|"signtest"|"missingSignatureHeaders"|"unknownSerial"|"rotatedKey"} {kind:"staleTimestamp",skewSec?}',
  ),
)
