// One pre-sign request (预签约) after its fields were read, the same shape for every endpoint.

export type Family = 'password-exempt' | 'combine-papay'
export const MODES = ['normal', 'ecommerce', 'service-provider', 'qs'] as const
export type Mode = (typeof MODES)[number]
export type Scene = 'mini-program' | 'pay-redirect-sign' | 'app'

export interface PreSign {
  family: Family
  /** Password-exempt only. */
  mode?: Mode
  scene: Scene
  /** `service_id` or `plan_id`. */
  templateId: number
  outContractCode: string
  notifyUrl: string
  displayAccount: string
  /** `appid`, or `sp_appid` in mode service-provider. */
  appid: string
  /** Who may sign, under `appid`: `openid` or `sp_openid`. Absent in the combine-papay family and when a sub_openid binds. */
  openid?: string | undefined
  subMchid?: string | undefined
  subAppid?: string | undefined
  subOpenid?: string | undefined
  prepayId?: string | undefined
  /** The request in one text, order of keys aside: two requests are the same when this is. */
  fingerprint: string
}

/**
 * @param endpoint the path: the same body sent to another endpoint is another request
 * @param body as its field table read it, hence always in the table's order
 */
export function fingerprint(endpoint: string, body: Readonly<Record<string, unknown>>): string {
  return `${endpoint} ${JSON.stringify(body)}`
}
