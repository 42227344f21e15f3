// Faults of notifications, armed for attempts to come or used to forge one.

export const MALFORMATIONS = [
  'algorithm',
  'nonceLength',
  'notBase64',
  'tooShort',
  'missingCiphertext',
  'plaintextNotJson',
] as const
type Malformation = (typeof MALFORMATIONS)[number]

/** What is inside is wrong, and the signature over it is right. */
export type ResourceFault =
  | { kind: 'wrongApiV3Key' }
  | { kind: 'malformedResource'; how: Malformation }
  | { kind: 'unmappedEventType'; eventType: string }
  /** Members put in place of the true ones, such as another openid, mchid or appid. */
  | { kind: 'alteredPlaintext'; fields: Record<string, unknown> }

/** What is outside is wrong: not provably WeChat Pay's. */
type SignatureFault =
  | { kind: 'wrongKey' }
  | { kind: 'wrongSignature' }
  | { kind: 'changedBody' }
  | { kind: 'staleTimestamp'; skewSec: number }
  | { kind: 'signtest' }
  | { kind: 'missingSignatureHeaders' }
  | { kind: 'unknownSerial' }
  | { kind: 'rotatedKey' }

/** What happens to the delivery. */
type DeliveryFault =
  | { kind: 'delay'; ms: number }
  /** The attempt never reaches the merchant, and counts. */
  | { kind: 'drop' }
  /** The attempt goes out in `copies`, all at once. */
  | { kind: 'duplicate'; copies: number }

export type NotificationFault = ResourceFault | SignatureFault | DeliveryFault

export interface NotificationFaultScope {
  /** How many attempts; Infinity until cleared. */
  times: number
  /** Pattern of the event type; `*` stands for anything. */
  eventType?: string | undefined
  outContractCode?: string | undefined
  outTradeNo?: string | undefined
}

/** Says at compile time that every kind belongs to one of the three. */
export function isResourceFault(fault: NotificationFault): fault is ResourceFault {
  switch (fault.kind) {
    case 'wrongApiV3Key':
    case 'malformedResource':
    case 'unmappedEventType':
    case 'alteredPlaintext':
      return true
    case 'wrongKey':
    case 'wrongSignature':
    case 'changedBody':
    case 'staleTimestamp':
    case 'signtest':
    case 'missingSignatureHeaders':
    case 'unknownSerial':
    case 'rotatedKey':
    case 'delay':
    case 'drop':
    case 'duplicate':
      return false
  }
}
