// What the card of this project sends as consent, for whoever signs without it.
import { agreedTo } from '../../miniprogram/entrust/consent/consent'
import { sha256Hex } from '../../miniprogram/entrust/consent/sha256'
import { agreement } from '../../miniprogram/entrust/merchant/agreement'
import { terms } from '../../miniprogram/entrust/merchant/terms'
import type { Consent } from '../../typings/contract/callables'

export function consentToday(): Consent {
  const { text, details } = agreedTo(terms, agreement)
  return { textHash: sha256Hex(text), ...(details.length > 0 && { details: details.join('\n') }) }
}
