// LIVE: listens to the stand-ins and puts what they do into the view.
import type { LocalWechat } from '../../localWechat'
import { describeFigures } from '../../upkeepFigures'
import {
  describeAttempt,
  describeContract,
  describeDeed,
  describeOrder,
  describeRequest,
  describeStateChange,
} from './describe'
import type { LiveView } from './liveView'

const ORDER_DEEDS = ['ordered', 'paid', 'orderClosed'] as const
const DEEDS = ['signed', 'refused', 'failed', 'lapsed', 'terminated'] as const

export function watchLocal({ wechatPay, cloud }: LocalWechat, view: LiveView): void {
  wechatPay.events.on('request', (request) => void view.add(describeRequest(request)))
  wechatPay.events.on('notificationAttempt', (attempt) => void view.add(describeAttempt(attempt)))
  for (const deed of DEEDS) wechatPay.events.on(deed, (agreement) => void view.add(describeDeed(deed, agreement)))
  for (const deed of ORDER_DEEDS) wechatPay.events.on(deed, (order) => void view.add(describeOrder(deed, order)))
  cloud.events.on('log', ({ line }) => {
    const did = describeFigures(line)
    if (did !== undefined) view.add({ tone: 'plain', text: 'The timer runs *upkeep*', detail: did })
  })
  cloud.events.on('write', ({ collection, before, after }) => {
    if (collection !== 'contracts' || after === undefined) return
    if (before?.['state'] !== after['state']) {
      view.add(describeStateChange(before?.['state'] as string | undefined, String(after['state'])))
    }
    view.showContract(describeContract(after))
  })
}
