// One row for each state: its sign and its words, by the rules of entrust/view/states.ts. A new state does not compile until it
// has its row here, and its buttons in checkoutButtons.ts. 支付成功 and 已开通 are the server's to say.
import { STATES as ALIKE, type Mark, type Words } from '../../../entrust/view/states'
import type { CheckoutState } from '../../../entrust/view/texts'
import type { Kind, SignState } from './checkoutState'

interface StateRow extends Words {
  mark: Mark
}

const looks =
  (mark: Mark) =>
  (title: string, body: string): StateRow => ({ mark, title, body })

const waiting = looks('wait')
const alerting = looks('alert')

export const STATES: Readonly<Record<Kind | CheckoutState, StateRow>> = {
  loading: waiting('正在加载订单', '请稍候'),
  unpaid: looks('none')('待支付', '{last}'),
  underContract: looks('none')('待支付', '{last}'),
  preparing: waiting('正在准备支付', '请稍候，请勿关闭'),
  paying: waiting('等待付款', '付款后回到这里，会自动更新'),
  confirming: waiting('正在确认支付结果', '通常几秒内完成，离开本页不影响结果'),
  unsure: alerting('支付结果还在确认中', '请稍后刷新查看，请勿重复付款'),
  paid: looks('done')('支付成功', '{paid}'),
  closed: alerting('订单已关闭', '不能再支付，如有需要请重新下单'),
  // In part or in whole: the server does not tell.
  refunded: alerting('订单已退款', '所退款项原路退回，到账时间以微信支付通知为准'),
  notFound: alerting('没有找到订单', '请从订单页重新打开'),
  // The order cannot be paid as it is, or nothing can: the server's words on that are for the developer.
  unavailable: alerting('暂时无法支付', '可重新下单再试，仍不能支付请联系客服'),
  oldClient: alerting('微信版本过低', '请升级微信后再支付'),
  busy: ALIKE.busy,
  offline: ALIKE.offline,
  slow: alerting(ALIKE.slow.title, '暂未收到结果，请点“刷新结果”，不会重复付款'),
  systemError: ALIKE.systemError,
}

/** Of the line about the signing. */
export const SIGN_MARKS: Readonly<Record<SignState, Mark>> = {
  none: 'none',
  asking: 'wait',
  signed: 'done',
  notSigned: 'none',
  unsure: 'alert',
}
