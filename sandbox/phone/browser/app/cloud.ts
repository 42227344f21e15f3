// APP: the merchant's own servers, by way of the phone's.
import type { Signing } from './launch'

type AppResult = { ok: true; signing: Signing } | { ok: false; status: number; code: string; message: string }

/** What the app asks of the merchant's cloud, and with what. */
export type AppWish =
  | { name: 'appPreEntrustSign'; body: { return_app?: true } }
  | { name: 'appQueryContract'; body: Record<string, never> }
  | { name: 'appTerminateContract'; body: { out_contract_code: string } }

/** Never throws: what went wrong on the way is a result too. */
export async function askCloud(openid: string, wish: AppWish, causes: Record<string, string>): Promise<AppResult> {
  const who = { ...causes, 'x-phone-openid': openid }
  try {
    const { token } = await post<{ token: string }>('/app/login', { openid })
    const { status, body } = await post<{ status: number; body: unknown }>('/app/ask', { ...wish, token }, who)
    if (status === 200) return { ok: true, signing: body as Signing }
    const { error } = (body ?? {}) as { error?: { code?: string; message?: string } }
    return { ok: false, status, code: error?.code ?? '', message: error?.message ?? '' }
  } catch (error) {
    return { ok: false, status: 0, code: '', message: String(error) }
  }
}

/** @throws {Error} with the server's words */
export async function logIn(openid: string): Promise<void> {
  await post('/app/login', { openid })
}

async function post<Reply>(path: string, body: object, who: Record<string, string> = {}): Promise<Reply> {
  const response = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...who },
    body: JSON.stringify(body),
  })
  const reply = (await response.json()) as Reply & { error?: string }
  if (!response.ok) throw new Error(reply.error ?? `${path} answered ${response.status}`)
  return reply
}
