// APP: the merchant's own servers, by way of the phone's.
import type { Signing } from './launch'

export type AppResult = { ok: true; signing: Signing } | { ok: false; status: number; code: string; message: string }

export async function askToSign(openid: string, returnApp: boolean): Promise<AppResult> {
  const { token } = await post<{ token: string }>('/app/login', { openid })
  const { status, body } = await post<{ status: number; body: unknown }>('/app/ask', {
    token,
    body: { ...(returnApp && { return_app: true }) },
  })
  if (status === 200) return { ok: true, signing: body as Signing }
  const { error } = (body ?? {}) as { error?: { code?: string; message?: string } }
  return { ok: false, status, code: error?.code ?? '', message: error?.message ?? '' }
}

export async function logIn(openid: string): Promise<void> {
  await post('/app/login', { openid })
}

/** @throws {Error} with the server's words */
async function post<Reply>(path: string, body: object): Promise<Reply> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const reply = (await response.json()) as Reply & { error?: string }
  if (!response.ok) throw new Error(reply.error ?? `${path} answered ${response.status}`)
  return reply
}
