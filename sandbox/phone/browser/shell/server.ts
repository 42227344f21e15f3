// SHELL: the way to the phone's server.
import type { LiveMessage, NewEntry, ServerSwitches, Setup } from '../../wire'

/** Follows what happens, from now on; the browser connects again by itself. */
export function followLive(onMessage: (message: LiveMessage) => void, onLost: (isLost: boolean) => void): void {
  const source = new EventSource('/live')
  source.onmessage = ({ data }: MessageEvent<string>) => onMessage(JSON.parse(data) as LiveMessage)
  source.onerror = () => onLost(true)
  source.onopen = () => onLost(false)
}

/** Something the person did on the phone, for "What happened". */
export const tellHappened = (entry: NewEntry): void => void post('/tell', entry)

export const setSwitches = (switches: ServerSwitches): Promise<void> => post('/switches', switches)
export const clearHappened = (): Promise<void> => post('/act/clear', {})
export const reset = (setup: Setup): Promise<void> => post('/act/reset', { setup })
export const act = (name: 'lapse' | 'closeInWechat', openid: string): Promise<void> => post(`/act/${name}`, { openid })

/** @throws {Error} with the server's words */
async function post(path: string, body: object): Promise<void> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  if (response.ok) return
  const { error } = (await response.json()) as { error?: string }
  throw new Error(error ?? `${path} answered ${response.status}`)
}
