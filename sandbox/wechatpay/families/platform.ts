// Endpoints of APIv3 itself: platform certificates, and the echo a merchant tests keys and callback with.
import { constants, privateDecrypt, publicEncrypt, type KeyObject } from 'node:crypto'
import type { PlatformKey } from '../../keys'
import { notifyUrl } from '../commonFields'
import { endpoint, type Endpoint } from '../endpoint'
import { optional, text } from '../fields'
import { notFound, paramError } from '../refusal'
import { encryptResource } from '../signature'
import { toChinaTime } from '../times'
import type { World } from '../world'

/** No page prints a limit for the echo; this one is ours. */
const ECHO_MAX = 1024
const ALGORITHM_TYPES = { expression: /^(RSA|SM2|ALL)$/, means: 'RSA, SM2 or ALL' }

export function platformEndpoints(world: World): Endpoint[] {
  return [certificatesEndpoint(world), echoEndpoint(world)]
}

function certificatesEndpoint(world: World): Endpoint {
  return endpoint({
    method: 'GET',
    template: '/v3/certificates',
    path: {},
    query: { algorithm_type: optional(text(8, ALGORITHM_TYPES)) },
    body: {},
    handle: ({ query }) => {
      if (world.settings.switches.certificates === 'notIssued' || query.algorithm_type === 'SM2') {
        throw notFound(
          'RESOURCE_NOT_EXISTS',
          'no platform certificate is issued to this merchant; use the WeChat Pay public key',
        )
      }
      const { platformCertificates, apiV3Key } = world.keys
      return { data: platformCertificates.map((certificate) => describe(certificate, apiV3Key)) }
    },
  })
}

function describe(certificate: PlatformKey, apiV3Key: string): Record<string, unknown> {
  return {
    serial_no: certificate.serial,
    effective_time: toChinaTime(certificate.effectiveAtMs),
    expire_time: toChinaTime(certificate.expiresAtMs),
    encrypt_certificate: encryptResource(apiV3Key, certificate.certificatePem, 'certificate'),
  }
}

function echoEndpoint(world: World): Endpoint {
  return endpoint({
    method: 'POST',
    template: '/v3/security/echo',
    path: {},
    query: {},
    body: {
      echo_message: text(ECHO_MAX),
      notify_url: optional(notifyUrl()),
      encrypted_echo_message: optional(text(ECHO_MAX)),
    },
    handle: ({ body, wechatpaySerial }) => {
      const { echo_message, notify_url, encrypted_echo_message } = body
      const opened =
        encrypted_echo_message === undefined ? undefined : open(world, encrypted_echo_message, wechatpaySerial)
      if (notify_url !== undefined) world.dispatcher.notifyEcho(notify_url, { echo_message })
      return {
        echo_message,
        // Sensitive fields of an answer are sealed for the merchant's certificate.
        ...(opened !== undefined && { encrypted_echo_message: seal(world.keys.merchant.publicKey, opened) }),
      }
    },
  })
}

const OAEP_SHA1 = { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha1' }

/** Opens a sensitive field, whose key the request must name. */
function open(world: World, sealed: string, serial: string | undefined): string {
  const candidates = [world.keys.wechatPay, ...world.keys.platformCertificates]
  const key = candidates.find((candidate) => candidate.serial === serial)
  if (!key)
    throw paramError('header', 'Wechatpay-Serial', 'must name the key that sealed encrypted_echo_message', serial)
  try {
    return privateDecrypt({ key: key.privateKey, ...OAEP_SHA1 }, Buffer.from(sealed, 'base64')).toString()
  } catch {
    throw paramError('body', '/encrypted_echo_message', `is not RSA-OAEP (SHA-1) under ${key.serial}`)
  }
}

function seal(publicKey: KeyObject, plaintext: string): string {
  return publicEncrypt({ key: publicKey, ...OAEP_SHA1 }, Buffer.from(plaintext)).toString('base64')
}
