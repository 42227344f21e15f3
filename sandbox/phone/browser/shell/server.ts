// SHELL: the way to the phone's server.
import type { Hop } from '../../hop'
import type { Bill, ContractsOnRecord, LiveMessage, NewEntry, Offer, Scene, ServerSwitches, Setup } from '../../wire'
import type { ShopDeed, ShopView } from '../../wire'

/** Follows what happens, from now on; the browser connects again by itself. */
export function followLive(onMessage: (message: LiveMessage) => void, onLost: (isLost: boolean) => void): void {
  const source = new EventSource('/live')
  source.onmessage = ({ data }: MessageEvent<string>) => onMessage(JSON.parse(data) as LiveMessage)
  source.onerror = () => onLost(true)
  source.onopen = () => onLost(false)
}

/** Something the person did on the phone, for "What happened". */
export const tellHappened = (entry: NewEntry & { record?: unknown }): void => void post('/tell', entry)

export const setSwitches = (switches: ServerSwitches): Promise<unknown> => post('/switches', switches)
export const clearHappened = (): Promise<unknown> => post('/act/clear', {})
export const reset = (setup: Setup): Promise<unknown> => post('/act/reset', { setup })
/** Resolves when everything that came due is over. */
export const moveClock = (ms: number): Promise<unknown> => post('/act/moveClock', { ms })
export const act = (name: 'lapse' | 'closeInWechat', openid: string): Promise<unknown> =>
  post(`/act/${name}`, { openid })

/** From the database, whichever the functions are on. */
export const readContracts = (openid: string, scene: Scene): Promise<ContractsOnRecord> =>
  post('/contracts', { openid, scene })

export const readShop = (openid: string): Promise<ShopView> => post('/shop', { openid })
/** Resolves when the function has answered. */
export const actAsServer = (deed: ShopDeed, openid: string): Promise<unknown> => post(`/shop/${deed}`, { openid })

/** What is known of a line. @throws {Error} nothing is kept of it any more */
export async function readHop(hop: string): Promise<Hop> {
  const response = await fetch(`/hop/${encodeURIComponent(hop)}`)
  if (!response.ok) throw new Error(`nothing is kept of ${hop}`)
  return (await response.json()) as Hop
}
export const resend = (id: string): Promise<unknown> => post('/hop/resend', { id })
export const redeliver = (id: string): Promise<unknown> => post('/hop/redeliver', { id })

/** A fresh order of this user, and the page that takes it. */
export const makeOrder = (openid: string): Promise<{ path: string; out_trade_no: string }> =>
  post('/checkout/order', { openid })
export const openCashier = (payment: object): Promise<{ bill: Bill } | { problem: string }> =>
  post('/cashier/open', { payment })
export const payBill = ({ prepay_id }: Bill, openid: string): Promise<{ offer?: Offer }> =>
  post('/cashier/pay', { prepay_id, openid })
/** What the user says to it. */
export const answerOffer = (answer: 'sign' | 'refuse', offer: Offer, openid: string): Promise<unknown> =>
  post(`/cashier/${answer}`, { ...offer, openid })

/**
 * @returns what the phone's own server answers; both sides read its shape from wire.ts
 * @throws {Error} with the server's words
 */
async function post<Answer>(path: string, body: object): Promise<Answer> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as Answer & { error?: string }
  if (!response.ok) throw new Error(answer.error ?? `${path} answered ${response.status}`)
  return answer
}
