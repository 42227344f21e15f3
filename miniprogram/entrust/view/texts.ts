// Every word the card says. What happened first, then what to do; nobody is blamed; 成功 is never said before the server has;
// no technical code but the last six characters of a request id.
import type { ButtonName } from '../journey/buttons'
import { formatDate, formatTime } from './formatTime'
import type { Contract, Journey, Purpose, State } from '../journey/state'
import type { Terms } from '../merchant/terms'

export interface Words {
  /** At most 12 characters. */
  title: string
  /** At most two lines at the standard size. */
  body: string
}

/** What users call the two kinds of contract. */
export const productName = ({ businessType }: Pick<Terms, 'businessType'>): string =>
  businessType === 'recurring' ? '自动续费' : '免密支付'

/** The second way to close, inside WeChat. */
export const wayInWechat = (terms: Terms): string =>
  `也可在微信内关闭：我 > 服务 > 钱包 > 支付设置 > ${productName(terms)}`

export const STEP_NAMES = ['同意协议', '微信支付确认', '开通完成'] as const

export const AGREE_FIRST = '请先阅读并勾选协议'

export const AGREE_LEAD = '我已阅读并同意'

export const documentNames = (terms: Terms): string[] => [`《${productName(terms)}服务说明》`, '《委托扣款协议》']

/** @returns the words of a state; exhaustive, so a new state does not compile without any */
export function wordsOf(state: State, contract: Contract | undefined, terms: Terms): Words {
  const product = productName(terms)
  switch (state.kind) {
    case 'loading':
      return { title: `正在读取${product}状态`, body: '请稍候' }
    case 'unsigned':
      return { title: `开通${product}`, body: terms.summary }
    case 'preparing':
      return { title: '正在准备', body: '正在向微信支付申请签约，请勿关闭' }
    case 'leaving':
      return { title: '即将前往微信支付', body: '请在弹窗中选择“允许”' }
    case 'ready':
      return { title: '准备好了', body: '点下方按钮前往微信支付确认' }
    case 'refused':
      return { title: '还没有开通', body: '你取消了跳转，随时可以再试' }
    case 'away':
    case 'confirming':
      return { title: '正在确认结果', body: '一般只需几秒，可离开本页，会自动更新' }
    case 'notSigned':
      return { title: '尚未开通', body: '如果你已在微信完成签约，请稍后点刷新' }
    case 'signFailed':
      return { title: '这次没有开通', body: '微信支付没有完成签约，可以重试，不影响正常付款' }
    case 'unsure':
      return { title: '结果还在确认中', body: '我们会继续核对，不会重复签约' }
    case 'signed':
    case 'askClose':
      return { title: `已开通${product}`, body: signedBody(contract?.signedAtMs) + expiry(contract) }
    case 'alreadySigned':
      return { title: `你已开通过${product}`, body: '无需重复操作' + expiry(contract) }
    case 'closing':
      return { title: '正在关闭', body: '请稍候' }
    case 'closeUnsure':
      return { title: '关闭结果确认中', body: '请求已提交，稍后刷新查看' }
    case 'terminated':
      return { title: `${product}已关闭`, body: terminatedBody(contract?.terminatedAtMs) }
    case 'expired':
      return { title: '签约已超时', body: '为了安全，请重新开始' }
    case 'busy':
      return { title: '操作太频繁', body: `请 ${state.secondsLeft} 秒后再试` }
    case 'unavailable':
      return {
        title: '暂时无法开通',
        body: state.isRestrictedEntry
          ? '请从微信里直接打开本小程序后再开通，不影响正常付款'
          : '服务暂未开放，不影响正常付款',
      }
    case 'offline':
      return { title: '网络未连接', body: '请检查网络后重试' }
    case 'slow':
      return { title: '响应有点慢', body: '还没收到结果，请刷新查看，勿重复操作' }
    case 'systemError':
      return { title: '系统繁忙', body: `请稍后再试${shortId(state.requestId)}` }
    case 'oldClient':
      return { title: '微信版本过低', body: '请升级微信后再开通' }
    case 'misconfigured':
      return { title: '配置未完成', body: `开发者提示，请补全 terms.ts：${state.problems.join('; ')}` }
  }
}

const signedBody = (signedAtMs: number | undefined): string =>
  signedAtMs === undefined ? '限额内自动付款' : `${formatTime(signedAtMs)} 开通`

const expiry = (contract: Contract | undefined): string =>
  contract?.contractExpiresAtMs === undefined ? '' : `\n有效期至 ${formatDate(contract.contractExpiresAtMs)}`

const terminatedBody = (terminatedAtMs: number | undefined): string =>
  `${terminatedAtMs === undefined ? '' : `${formatTime(terminatedAtMs)} 关闭\n`}之后不会再自动扣款`

const shortId = (requestId: string): string => (requestId === '' ? '' : `（编号 ${requestId.slice(-6)}）`)

/** The sheet of S10. One question, two equal buttons. */
export const closeQuestion = (terms: Terms): Words => ({
  title: `关闭${productName(terms)}？`,
  body:
    terms.businessType === 'recurring'
      ? '关闭后到期不再自动扣款，已付费的服务可用到期满。'
      : '关闭后每次付款需输入密码。\n已完成服务的待付金额仍需结清。',
})

/** @returns what a button says in this state, or undefined where it has no place among the buttons */
export function labelOf(button: ButtonName, { state: { kind }, purpose }: Journey, terms: Terms): string | undefined {
  switch (button) {
    case 'open':
      return `开通${shortName(terms)}`
    case 'decline':
      return '暂不开通'
    case 'go':
      return kind === 'refused' ? '重新前往' : kind === 'notSigned' ? '继续签约' : '前往微信支付'
    case 'goByNavigator':
      return '前往微信支付'
    case 'refresh':
      return '刷新结果'
    case 'retry':
      return '重试'
    case 'contact':
      return '联系客服'
    case 'manage':
      return purpose === 'manage' ? `关闭${productName(terms)}` : `查看 / 关闭${shortName(terms)}`
    case 'keep':
      return '再想想'
    case 'confirmClose':
      return '确认关闭'
    case 'again':
      return '重新开通'
    case 'leave':
      return leaveLabel(kind, purpose)
    case 'agree':
    case 'read':
    case 'stopReading':
      return undefined
  }
}

/** For buttons. */
export const shortName = ({ businessType }: Terms): string => (businessType === 'recurring' ? '自动续费' : '免密')

function leaveLabel(kind: State['kind'], purpose: Purpose): string {
  if (kind === 'alreadySigned' || (kind === 'signed' && purpose === 'sign')) return '完成'
  if (kind === 'unsure') return '先离开'
  return kind === 'oldClient' ? '知道了' : '返回'
}
