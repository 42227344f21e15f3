// LIVE: listens to the stand-ins and puts what they do into the view.
import type { WriteEvent } from '../../cloud/events'
import type { LocalWechat } from '../../localWechat'
import type { OrderView } from '../../wechatpay/order'
import { watchUpkeep } from '../../watchUpkeep'
import type { NewEntry, Stored } from '../wire'
import { actingNow } from './acting'
import { hopBehind, hopOfCall } from './behind'
import {
  describeAttempt,
  describeClock,
  describeContract,
  describeDeed,
  describeLeaving,
  describeOrder,
  describeRequest,
  describeStateChange,
  describeUpkeep,
  isStateful,
  userOf,
  type Stateful,
} from './describe'
import type { LiveView } from './liveView'
import { isOwned, OWNED, ownerOf, rootOfRow, type Find } from './owners'
import { describeReceived, describeTold } from './told'

const ORDER_DEEDS = ['ordered', 'paid', 'orderClosed'] as const
const DEEDS = ['signed', 'refused', 'failed', 'lapsed', 'terminated'] as const

type Change = (change: Partial<NewEntry>) => void

export function watchLocal(local: LocalWechat, view: LiveView): void {
  const owners = new Owners(local)
  watchRequests(local, view, owners)
  watchNotifications(local, view, owners)
  watchDeeds(local, view, owners)
  watchClock(local, view)
  watchUpkeep(local, (figures, requestId) => void view.add({ ...describeUpkeep(figures), hop: `call:${requestId}` }))
  watchTold(local, view, owners)
  watchRecords(local, view, owners)
}

/** Whose a contract, an order, a charge or a refund is, by the records that were written of it. */
class Owners {
  readonly #records = new Map<string, Stored>()
  readonly #find: Find = (collection, id) => this.#records.get(`${collection}:${id}`)

  constructor({ cloud }: LocalWechat) {
    cloud.events.on('write', ({ collection, id, after }) => {
      if (after && isOwned(collection)) this.#records.set(`${collection}:${id}`, after)
    })
  }

  of(...codes: readonly (string | undefined)[]): string | undefined {
    return codes.map((code) => this.#of(code ?? '')).find((user) => user !== undefined)
  }

  ofRow(row: Stored): string | undefined {
    const root = rootOfRow(row, this.#find)
    return root && userOf(root.record)
  }

  #of(code: string): string | undefined {
    for (const collection of OWNED) {
      const record = this.#find(collection, code)
      if (record) return ownerOf(collection, record, this.#find)
    }
    return undefined
  }

  /** Of the code that is named somewhere in a path, or in a body. */
  in(path: string, body: string): string | undefined {
    return this.of(...path.split(/[/?]/), ...Array.from(body.matchAll(CODE_IN_BODY), ([, code]) => code))
  }
}

const CODE_IN_BODY = /"(?:out_contract_code|out_trade_no)":"([^"]+)"/g

/** Without members that are not known. */
const known = (place: { user?: string | undefined; cause?: string | undefined }): Partial<NewEntry> =>
  Object.fromEntries(Object.entries(place).filter(([, value]) => value !== undefined))

function watchRequests({ wechatPay, cloud }: LocalWechat, view: LiveView, owners: Owners): void {
  wechatPay.events.on('request', (request) => {
    const body = wechatPay.recorded.exchange(request.requestId)?.body.toString() ?? ''
    const user = owners.in(request.path, body)
    const place = known({ user, cause: hopBehind(cloud, user) })
    view.add({ ...describeRequest(request), hop: `request:${request.requestId}`, ...place })
  })
}

/** An attempt is a line when it leaves: what it leads to comes below it. */
function watchNotifications({ wechatPay }: LocalWechat, view: LiveView, owners: Owners): void {
  const underWay = new Map<string, Change>()
  wechatPay.events.on('notificationLeaves', (leaving) => {
    const place = known({ user: owners.of(leaving.out_contract_code, leaving.out_trade_no) })
    const change = view.add({ ...describeLeaving(leaving), hop: `attempt:${leaving.requestId}`, ...place })
    underWay.set(leaving.requestId, change)
  })
  wechatPay.events.on('notificationAttempt', (attempt) => {
    underWay.get(attempt.requestId)?.(describeAttempt(attempt))
    underWay.delete(attempt.requestId)
  })
}

/** What a user does in WeChat, or what time does to it. */
function watchDeeds({ wechatPay, cloud }: LocalWechat, view: LiveView, owners: Owners): void {
  let number = 0
  const add = (entry: NewEntry, record: object, owner: string | undefined): void => {
    const hop = `deed:${++number}`
    view.keep(hop, record)
    const { user = owner, cause = hopBehind(cloud, owner) } = actingNow()
    view.add({ ...entry, hop, ...known({ user, cause }) })
  }
  for (const deed of DEEDS) {
    wechatPay.events.on(deed, (one) => add(describeDeed(deed, one), one, owners.of(one.out_contract_code)))
  }
  for (const deed of ORDER_DEEDS) {
    wechatPay.events.on(deed, (one) => add(describeOrder(deed, one), one, owners.of(one.out_trade_no) ?? payerOf(one)))
  }
}

const payerOf = ({ sub_openid, openid }: OrderView): string | undefined => sub_openid ?? openid

function watchClock({ wechatPay }: LocalWechat, view: LiveView): void {
  wechatPay.events.on('clockMoves', (move) => void view.add(describeClock(move)))
  wechatPay.events.on('clockMoved', ({ movedMs }) => view.send({ kind: 'clock', movedMs }))
}

function watchRecords({ cloud }: LocalWechat, view: LiveView, owners: Owners): void {
  let number = 0
  const tell = (collection: Stateful, { requestId, id, before, after }: WriteEvent): void => {
    const hop = `write:${++number}`
    view.keep(hop, { collection, before, after })
    const user = owners.of(String(id))
    const call = cloud.calls.find(requestId ?? '')
    const place = known({ user, cause: call ? hopOfCall(call) : hopBehind(cloud, user) })
    const state = before?.['state'] as string | undefined
    view.add({ ...describeStateChange(collection, state, String(after?.['state'])), hop, ...place })
  }
  cloud.events.on('write', (write) => {
    const { collection, before, after } = write
    if (!isStateful(collection) || after === undefined) return
    if (before?.['state'] !== after['state']) tell(collection, write)
    if (collection === 'contracts') view.showContract(describeContract(after))
  })
}

/** A row changes when it is written, and what the receiver saw of it when it saw it: either may come first. */
function watchTold({ cloud, receiver }: LocalWechat, view: LiveView, owners: Owners): void {
  const show = (row: Stored | undefined): void => {
    if (row) view.showTold(describeTold(row, receiver?.received ?? [], owners.ofRow(row)))
  }
  cloud.events.on('write', ({ collection, after }) => {
    if (collection === 'contract_outbox') show(after)
  })
  receiver?.events.on('received', (received) => {
    const user = owners.of(received.code)
    const place = known({ user, cause: hopBehind(cloud, user) })
    view.add({ ...describeReceived(received), hop: `told:${received.post}`, ...place })
    show(cloud.db.get('contract_outbox', received.id))
  })
}
