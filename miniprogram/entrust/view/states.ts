// One row for each state: how it looks and what it says. A new state does not compile until it has its row here, and its
// buttons in journey/buttons.ts. What happened first, then what to do; nobody is blamed; 成功 is never said before the server has.
import type { Kind } from '../journey/state'

/** Sign and word together tell a state: never colour alone. */
export type Mark = 'none' | 'wait' | 'done' | 'alert' | 'next' | 'off'

/** What may stand around the words. `brand` needs terms that are complete; with `sheet` the buttons are on it. */
type Part = 'brand' | 'rows' | 'risk' | 'note' | 'sheet'

/** Its places are fields of the terms and of the state, and what texts.ts adds. */
export interface Words {
  /** At most 12 characters. */
  title: string
  /** At most two lines at the standard size. */
  body: string
}

interface StateRow extends Words {
  mark: Mark
  /** Which of the three steps it belongs to; 0 for none, and they are not shown. */
  step: 0 | 2 | 3
  shows: readonly Part[]
}

const looks =
  (mark: Mark, step: StateRow['step'], shows: readonly Part[]) =>
  (title: string, body: string): StateRow => ({ mark, step, shows, title, body })

const BRAND: readonly Part[] = ['brand']
const SIGNED: readonly Part[] = ['brand', 'rows', 'note']

const waiting = looks('wait', 0, BRAND)
const alerting = looks('alert', 0, BRAND)
const goingThere = looks('wait', 2, BRAND)
const signed = looks('done', 0, SIGNED)
const back = looks('wait', 3, BRAND)('正在确认结果', '通常几秒内完成，离开本页不影响结果')

export const STATES: Readonly<Record<Kind, StateRow>> = {
  loading: waiting('正在查询开通状态', '请稍候'),
  unsigned: looks('none', 0, ['brand', 'rows', 'risk'])('开通{product}', '{summary}'),
  preparing: goingThere('正在准备', '正在连接微信支付，请稍候'),
  leaving: goingThere('即将前往微信支付', '请在弹窗中选择“允许”'),
  ready: looks('next', 2, BRAND)('还差一步', '请前往微信支付确认开通'),
  refused: looks('alert', 2, BRAND)('尚未开通', '你取消了前往微信支付，可随时重试'),
  away: back,
  confirming: back,
  notSigned: alerting('尚未开通', '如已在微信支付确认，请稍后点“刷新结果”'),
  signFailed: alerting('这次没有开通', '微信支付未能完成开通，可稍后重试，不影响正常付款'),
  unsure: alerting('结果还在确认中', '我们会继续核对，不会重复开通'),
  signed: signed('已开通{product}', '{signed}{until}'),
  alreadySigned: signed('你已开通过{product}', '无需重复操作{until}'),
  askClose: looks('done', 0, SIGNED.concat('sheet'))('已开通{product}', '{signed}{until}'),
  closing: waiting('正在关闭', '请稍候'),
  closeUnsure: looks('alert', 0, ['brand', 'note'])('关闭结果确认中', '关闭请求已提交，正在等待微信支付确认'),
  terminated: looks('off', 0, BRAND)('{product}已关闭', '{closed}{afterwards}'),
  expired: alerting('本次开通已失效', '{lapsed}'),
  gone: alerting('没有找到这份{product}', '可能已失效，请返回后重新查看'),
  busy: alerting('当前使用人数较多', '请{wait}后再试'),
  unavailable: alerting('暂时无法开通', '{why}'),
  offline: alerting('网络未连接', '请检查网络后重试'),
  slow: alerting('响应有点慢', '暂未收到结果，请点“刷新结果”，不会重复开通'),
  systemError: alerting('系统繁忙', '请稍后再试{id}'),
  oldClient: alerting('微信版本过低', '请升级微信后再开通'),
  misconfigured: looks('alert', 0, [])('配置未完成', '开发者提示：{problems}'),
}
