// The text of a notification: plaintext sealed into an envelope. The same text goes out in every repeat, unless they are to be sealed anew.
import { encryptResource, randomText, type EncryptedResource } from '../signature'
import { toChinaTime } from '../times'
import type { ResourceFault } from './faults'

export interface NotifyContent {
  id: string
  eventType: string
  summary: string
  /** `original_type` of the resource, where the product has one. */
  originalType?: string
  /** Under 16 bytes; may be empty. */
  associatedData: string
  plaintext: Record<string, unknown>
  createdAtMs: number
}

/** `EV-` and digits, as the examples print it. */
export function makeNotificationId(nowMs: number): string {
  const stamp = toChinaTime(nowMs)
    .replace(/[^0-9]/g, '')
    .slice(0, 14)
  return `EV-${stamp}${randomText(12)}`
}

/** @param fault what is wrong with this copy; the signature over it is right all the same */
export function makeEnvelope(content: NotifyContent, apiV3Key: string, fault?: ResourceFault): string {
  const plaintext = JSON.stringify(alterPlaintext(content.plaintext, fault))
  const key = fault?.kind === 'wrongApiV3Key' ? randomText(32) : apiV3Key
  const sealed = encryptResource(key, isNotJson(fault) ? 'not json' : plaintext, content.associatedData)
  return JSON.stringify({
    id: content.id,
    create_time: toChinaTime(content.createdAtMs),
    resource_type: 'encrypt-resource',
    event_type: fault?.kind === 'unmappedEventType' ? fault.eventType : content.eventType,
    summary: content.summary,
    resource: {
      ...(content.originalType !== undefined && { original_type: content.originalType }),
      ...malform(sealed, fault),
    },
  })
}

function alterPlaintext(plaintext: Record<string, unknown>, fault: ResourceFault | undefined): Record<string, unknown> {
  return fault?.kind === 'alteredPlaintext' ? { ...plaintext, ...fault.fields } : plaintext
}

function isNotJson(fault: ResourceFault | undefined): boolean {
  return fault?.kind === 'malformedResource' && fault.how === 'plaintextNotJson'
}

function malform(resource: EncryptedResource, fault: ResourceFault | undefined): Partial<EncryptedResource> {
  if (fault?.kind !== 'malformedResource') return resource
  switch (fault.how) {
    case 'algorithm':
      return { ...resource, algorithm: 'AEAD_SM4_GCM' }
    case 'nonceLength':
      return { ...resource, nonce: resource.nonce.slice(1) }
    case 'notBase64':
      return { ...resource, ciphertext: `${resource.ciphertext.slice(4)}*?` }
    case 'tooShort':
      return { ...resource, ciphertext: Buffer.alloc(16).toString('base64') }
    case 'missingCiphertext':
      return { algorithm: resource.algorithm, nonce: resource.nonce }
    case 'plaintextNotJson':
      return resource
  }
}
