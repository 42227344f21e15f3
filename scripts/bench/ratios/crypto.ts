// Our code against node's crypto alone, on the same key objects.
import { createDecipheriv, sign, verify } from 'node:crypto'
import { decryptResource } from '../../../cloudfunctions/_shared/wechatpay/aead'
import { buildAuthorization } from '../../../cloudfunctions/_shared/wechatpay/authorization'
import { createKeyRing } from '../../../cloudfunctions/_shared/wechatpay/keyRing'
import { lowerCaseNames, verifySignature } from '../../../cloudfunctions/_shared/wechatpay/verifySignature'
import {
  API_V3_KEY,
  makeKeys,
  MCHID,
  notifyBody,
  notifyHeaders,
  PRE_SIGN_BODY,
  PUBLIC_KEY_ID,
  seal,
  SERIAL,
} from './party'
import { compare } from './sampling'
import type { Pair } from './sampling'

const TARGET = '/v3/password-exempt-contract/contracts/normal/pre-entrust-sign/mini-program'
const NONCE = '593BEC0C930BF1AFEB40B4A08C8FB242'

/** Building the header, against signing a message that is ready made. */
export function authorization(): Promise<Pair> {
  const { privateKey } = makeKeys()
  const signer = { mchid: MCHID, serial: SERIAL, privateKey }
  const request = { method: 'POST', target: TARGET, body: JSON.stringify(PRE_SIGN_BODY) }
  const message = Buffer.from(`POST\n${TARGET}\n1554208460\n${NONCE}\n${request.body}\n`)
  return compare(
    () => sign('RSA-SHA256', message, privateKey),
    () => buildAuthorization(signer, request, 1554208460, NONCE),
    { samples: 2000, calls: 1 },
  )
}

/** Reading and checking headers, window and signature, against verifying a message and a signature that are ready made. */
export function verification(): Promise<Pair> {
  const { privateKey, publicKey } = makeKeys()
  const keys = createKeyRing({ publicKey: { id: PUBLIC_KEY_ID, key: publicKey } })
  const body = notifyBody()
  const headers = notifyHeaders(body, privateKey)
  const message = Buffer.from(`${headers['wechatpay-timestamp']}\n${headers['wechatpay-nonce']}\n${body.toString()}\n`)
  const signature = Buffer.from(headers['wechatpay-signature'] ?? '', 'base64')
  return compare(
    () => hold(verify('RSA-SHA256', message, publicKey, signature)),
    () => hold(verifySignature(lowerCaseNames(headers), body, keys, Date.now()).ok),
    { samples: 600, calls: 20 },
  )
}

/** Both from the parsed resource to the plaintext's bytes. */
export function decryption(): Promise<Pair> {
  const key = Buffer.from(API_V3_KEY)
  const resource = seal(notifyBody().toString())
  return compare(
    () => {
      const sealed = Buffer.from(resource.ciphertext, 'base64')
      const opener = createDecipheriv('aes-256-gcm', key, resource.nonce, { authTagLength: 16 })
      opener.setAAD(Buffer.from(resource.associated_data)).setAuthTag(sealed.subarray(-16))
      return Buffer.concat([opener.update(sealed.subarray(0, -16)), opener.final()])
    },
    () => hold(decryptResource(resource, [key]).ok),
    { samples: 1000, calls: 50 },
  )
}

function hold(isRight: boolean): true {
  if (!isRight) throw new Error('The measured code gave a wrong answer: fix that first.')
  return isRight
}
