// Notifications a flow test makes itself: sealed and signed as the stand-in does, and delivered to the front.
import type { HttpAnswer } from '../../sandbox/cloud/front/httpAccess'
import { NOTIFY_PATH, type LocalWechat } from '../../sandbox/localWechat'
import { makeEnvelope, makeNotificationId } from '../../sandbox/wechatpay/notifications/envelope'
import { signNotification, type SignedMessage } from '../../sandbox/wechatpay/notifications/signing'

/** A local WeChat, or whatever has one. */
interface At {
  local: LocalWechat
}

export const SIGNED_EVENT = 'SANDBOX_PASSWORD_EXEMPT.SIGN'

/**
 * A notification that the user has signed, as good as true. WeChat Pay, asked, may say otherwise.
 * @param fields members of the plaintext in place of the true ones
 */
export function makeSigned(
  flow: At,
  user: { openid: string; code: string },
  fields: object = {},
  id = makeNotificationId(Date.now()),
): SignedMessage {
  const { mchid, appid, apiV3Key } = flow.local.keys
  const plaintext = {
    mchid,
    appid,
    openid: user.openid,
    service_id: 12535,
    out_contract_code: user.code,
    contract_id: '912345678901234567',
    contract_state: 'SIGNED',
    contract_signed_time: '2026-09-10T13:29:35+08:00',
    ...fields,
  }
  const content = {
    id,
    eventType: SIGNED_EVENT,
    summary: '签约成功',
    associatedData: 'contract',
    plaintext,
    createdAtMs: Date.now(),
  }
  return sign(flow, makeEnvelope(content, apiV3Key))
}

interface Users {
  newUser(): { openid: string; code: string }
}

type Signer = Parameters<typeof signNotification>[1]['signWith']

/** Signs any text as WeChat Pay would. */
export function sign({ local: { keys } }: At, text: string, signWith: Signer = 'publicKey'): SignedMessage {
  return signNotification(text, { keys, signWith, nowMs: Date.now() })
}

/**
 * Starts as many instances of `contractNotify` as come at once: on a busy machine the first answer of one may take longer than WeChat
 * Pay waits. What they are told of is a code of nobody.
 */
export async function awaken(flow: At & Users, instances: number, signWith?: Signer): Promise<void> {
  const nobody = flow.newUser()
  const knock = async () => {
    const { body } = makeSigned(flow, nobody, { out_contract_code: 'NobodyWhoWakesTheInstances01' })
    return deliver(flow, sign(flow, body.toString(), signWith))
  }
  for (;;) {
    const answers = await Promise.all(Array.from({ length: instances }, knock))
    if (answers.every(({ status }) => status === 204)) return
  }
}

/** Through HTTP access, as WeChat Pay reaches us. */
export async function deliver(flow: At, { headers, body }: SignedMessage, method = 'POST'): Promise<Delivered> {
  const answer: HttpAnswer = await flow.local.cloud.http({ method, path: NOTIFY_PATH, headers, body })
  return { status: answer.status, body: answer.body.toString() }
}

export interface Delivered {
  status: number
  body: string
}

/** The event HTTP access would make of it: what somebody would imitate who calls the function directly. */
export function toEvent({ headers, body }: SignedMessage): object {
  return {
    path: '/',
    httpMethod: 'POST',
    headers,
    queryStringParameters: {},
    body: body.toString(),
    isBase64Encoded: false,
  }
}
