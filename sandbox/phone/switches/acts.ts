// SWITCHES: things a person can make happen once, to the contract of one user.
import type { LocalWechat } from '../../localWechat'
import { userOf } from '../live/describe'

/** What cannot be done now, in words for the page. */
export class NotNow extends Error {
  override readonly name = 'NotNow'
}

/** So long after a session nobody is in the middle of signing it any more, and a new one is given. */
const LATE_MS = 10 * 60_000

/** Two hours pass for the open session, on WeChat Pay's side and on ours, and the ten minutes after them. */
export async function lapseSession(local: LocalWechat, openid: string, nowMs: number): Promise<void> {
  const { code } = await newestContract(local, openid)
  const { session } = await local.wechatPay.control.contract({ out_contract_code: code })
  if (session !== 'open') throw new NotNow('no signing session is open')
  await local.wechatPay.control.lapse({ out_contract_code: code })
  await local.records.update('contracts', code, { 'session.expiresAtMs': nowMs - LATE_MS, nextQueryAtMs: 0 })
}

/** The user closes it in WeChat itself: 我 > 服务 > 钱包 > 支付设置. */
export async function closeInWechat(local: LocalWechat, openid: string): Promise<void> {
  const { code, state } = await newestContract(local, openid)
  if (state !== 'SIGNED') {
    const view = await local.wechatPay.control.contract({ out_contract_code: code })
    if (view.contract_state !== 'SIGNED') throw new NotNow('no contract is in force')
  }
  await local.wechatPay.control.terminate({ out_contract_code: code })
}

async function newestContract(local: LocalWechat, openid: string): Promise<{ code: string; state: string }> {
  const newest = (await local.records.all('contracts'))
    .filter((record) => userOf(record) === openid)
    .sort((one, other) => Number(other['createdAtMs']) - Number(one['createdAtMs']))[0]
  if (!newest) throw new NotNow('this user has not asked to sign yet')
  return { code: String(newest['_id']), state: String(newest['state']) }
}
