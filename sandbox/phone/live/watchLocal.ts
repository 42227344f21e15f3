// LIVE: listens to the stand-ins and puts what they do into the view.
import type { LocalWechat } from '../../localWechat'
import { watchUpkeep } from '../../watchUpkeep'
import {
  describeAttempt,
  describeClock,
  describeContract,
  describeDeed,
  describeOrder,
  describeRequest,
  describeStateChange,
  describeUpkeep,
  userOf,
} from './describe'
import type { LiveView } from './liveView'
import { describeReceived, describeTold } from './told'

const ORDER_DEEDS = ['ordered', 'paid', 'orderClosed'] as const
const DEEDS = ['signed', 'refused', 'failed', 'lapsed', 'terminated'] as const

export function watchLocal(local: LocalWechat, view: LiveView): void {
  const { wechatPay, cloud } = local
  wechatPay.events.on('request', (request) => void view.add(describeRequest(request)))
  wechatPay.events.on('notificationAttempt', (attempt) => void view.add(describeAttempt(attempt)))
  for (const deed of DEEDS) wechatPay.events.on(deed, (agreement) => void view.add(describeDeed(deed, agreement)))
  for (const deed of ORDER_DEEDS) wechatPay.events.on(deed, (order) => void view.add(describeOrder(deed, order)))
  wechatPay.events.on('clockMoves', (move) => void view.add(describeClock(move)))
  wechatPay.events.on('clockMoved', ({ movedMs }) => view.send({ kind: 'clock', movedMs }))
  watchUpkeep(local, (figures) => void view.add(describeUpkeep(figures)))
  watchTold(local, view)
  cloud.events.on('write', ({ collection, before, after }) => {
    if (collection !== 'contracts' || after === undefined) return
    if (before?.['state'] !== after['state']) {
      view.add(describeStateChange(before?.['state'] as string | undefined, String(after['state'])))
    }
    view.showContract(describeContract(after))
  })
}

/** A row changes when it is written, and what the receiver saw of it when it saw it: either may come first. */
function watchTold({ cloud, receiver }: LocalWechat, view: LiveView): void {
  const show = (row: Readonly<Record<string, unknown>> | undefined): void => {
    if (!row) return
    const order = row['order'] === undefined ? undefined : cloud.db.get('payments', String(row['code']))
    view.showTold(describeTold(row, receiver?.received ?? [], order && userOf(order)))
  }
  cloud.events.on('write', ({ collection, after }) => {
    if (collection === 'contract_outbox') show(after)
  })
  receiver?.events.on('received', (received) => {
    view.add(describeReceived(received))
    show(cloud.db.get('contract_outbox', received.id))
  })
}
