// SERVER: what a user does on WeChat Pay's page, and the line that tells where it is refused.
import * as v from 'valibot'
import { ControlError } from '../../wechatpay/control/commands'
import { describeRefusal } from '../live/describe'
import type { LiveView } from '../live/liveView'
import { text, type RouteDeps } from './routeTypes'

const signSchema = v.strictObject({ pre_entrustweb_id: text, openid: text })

/** What the signing mini-program asks of WeChat Pay. */
export async function doInSigning({ stage, view }: RouteDeps, deed: string, body: unknown): Promise<unknown> {
  const { control } = stage.local.wechatPay
  const input = v.parse(signSchema, body)
  const { pre_entrustweb_id } = input
  if (deed === 'sign') return await orTellRefusal(view, control.sign(input))
  if (deed === 'refuse') return await control.refuse({ pre_entrustweb_id })
  if (deed === 'fail') return await control.fail({ pre_entrustweb_id })
  return await control.contract({ pre_entrustweb_id })
}

/** Nothing else tells that WeChat Pay would not have it signed. */
export async function orTellRefusal<Answer>(view: LiveView, signing: Promise<Answer>): Promise<Answer> {
  try {
    return await signing
  } catch (error) {
    if (error instanceof ControlError) view.add(describeRefusal(error.message))
    throw error
  }
}
