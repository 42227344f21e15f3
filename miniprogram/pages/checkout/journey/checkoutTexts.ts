// Every word the checkout says, by the rules of entrust/texts.ts; 支付成功 and 已开通 are the server's to say.
import type { OrderOutput } from '../../../../typings/contract/callables'
import { formatTime } from '../../../entrust/view/formatTime'
import type { Terms } from '../../../entrust/merchant/terms'
import { productName, shortName, wordsOf as troubleWords, type Words } from '../../../entrust/view/texts'
import type { ButtonName } from './checkoutButtons'
import type { SignState, State, UnpaidWord } from './checkoutState'

/** @param fen a whole number @returns such as ¥12.50 */
export const formatFen = (fen: number): string => `¥${Math.floor(fen / 100)}.${String(fen % 100).padStart(2, '0')}`

const UNPAID: Readonly<Record<UnpaidWord, string>> = {
  none: '请核对后支付',
  cancelled: '你取消了支付，可以随时再付',
  failed: '这次支付没有完成，可以再试',
}

/** @returns the words of a state; exhaustive, so a new state does not compile without any */
export function wordsOf(state: State, order: OrderOutput | undefined, terms: Terms): Words {
  switch (state.kind) {
    case 'loading':
      return { title: '正在读取订单', body: '请稍候' }
    case 'unpaid':
      return { title: '待支付', body: UNPAID[state.word] }
    case 'preparing':
      return { title: '正在准备支付', body: '请稍候，请勿关闭' }
    case 'paying':
      return { title: '正在微信支付付款', body: '付款后回到这里，会自动更新' }
    case 'confirming':
      return { title: '正在确认支付结果', body: '一般只需几秒，可离开本页，会自动更新' }
    case 'unsure':
      return { title: '支付结果还在确认中', body: '请稍后刷新查看，请勿重复付款' }
    case 'paid':
      return { title: '支付成功', body: paidBody(order?.paidAtMs) }
    case 'closed':
      return { title: '订单已关闭', body: '不能再支付，如有需要请重新下单' }
    case 'refunded':
      return { title: '订单有退款', body: '款项原路退回，到账时间以微信支付通知为准' }
    case 'notFound':
      return { title: '没有找到订单', body: '请从订单页重新打开' }
    case 'unavailable':
      return { title: '暂时无法支付', body: '服务暂未开放，可联系客服' }
    case 'oldClient':
      return { title: '微信版本过低', body: '请升级微信后再支付' }
    case 'busy':
    case 'offline':
    case 'slow':
    case 'systemError':
      return troubleWords(state, undefined, terms)
  }
}

const paidBody = (paidAtMs: number | undefined): string =>
  paidAtMs === undefined ? '微信支付已确认收款' : `${formatTime(paidAtMs)} 支付`

/** Said before the payment, because the offer is WeChat Pay's own and comes after it. */
export const offerText = (terms: Terms): string =>
  `支付完成后，微信支付可能会询问是否开通${productName(terms)}，可选择不开通`

/** @returns nothing where nothing is to be said of signing */
export function signText(sign: SignState, terms: Terms): string {
  const product = productName(terms)
  switch (sign) {
    case 'none':
      return ''
    case 'asking':
      return '正在查询签约结果'
    case 'signed':
      return `已开通${product}`
    case 'notSigned':
      return `未开通${product}，可在“${product}”页随时开通`
    case 'unsure':
      return '签约结果还在确认中'
  }
}

export function labelOf(button: ButtonName, { kind }: State, order: OrderOutput | undefined, terms: Terms): string {
  switch (button) {
    case 'pay':
      return order ? `支付 ${formatFen(order.total)}` : '支付'
    case 'leave':
      return kind === 'paid' ? '完成' : kind === 'unpaid' ? '暂不支付' : '返回'
    case 'refresh':
      return '刷新结果'
    case 'retry':
      return '重试'
    case 'refreshSign':
      return '刷新'
    case 'manage':
      return `查看/关闭${shortName(terms)}`
  }
}
