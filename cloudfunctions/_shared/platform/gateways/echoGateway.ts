// WeChat Pay's test of keys and callback, on its client.
import type { Echo, EchoGateway } from '../../admin/ports'
import type { Log, LogFields } from '../../kernel/ports'
import { createCallWechatPay } from './callWechatPay'
import type { GatewayDeps } from './contractGateway'

export function createEchoGateway({ wxpay, log, ...deps }: GatewayDeps): EchoGateway {
  return {
    async send(message, notifyUrl): Promise<Echo> {
      const told: LogFields[] = []
      const call = createCallWechatPay({ ...deps, log: heard(log, told) })
      const outcome = await call('echo', {}, async (limit) => {
        const { data, headers } = await wxpay
          .chain('v3/security/echo')
          .post({ echo_message: message, notify_url: notifyUrl }, limit)
        // The signature is over this header too.
        return { data: { message: data.echo_message, signedAtMs: Number(headers['wechatpay-timestamp']) * 1000 } }
      })
      if (outcome.kind !== 'accepted') return { ok: false, explanation: explain(told.at(-1) ?? {}) }
      return { ok: true, ...(outcome.reply as { message: unknown; signedAtMs: number }) }
    },
  }
}

/** What the log is told of the call is what may be told of it. */
const heard = (log: Log, told: LogFields[]): Log => {
  const hear =
    (level: keyof Log): Log[keyof Log] =>
    (event, fields = {}) => {
      told.push(fields)
      log[level](event, fields)
    }
  return { info: hear('info'), alert: hear('alert') }
}

const explain = ({ httpStatus, apiCode, reason, errorCode, explanation, wechatpayRequestId }: LogFields): string =>
  [httpStatus, apiCode, reason, errorCode, explanation, wechatpayRequestId && `Request-ID ${wechatpayRequestId}`]
    .filter((part) => part !== undefined && part !== '')
    .join(' ')
