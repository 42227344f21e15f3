// What no line, no refusal and no answer to a notification may hold, whatever has happened.
import { TEXT_HASH } from './builders'
import type { Flow } from './flowWechat'
import { secretOf } from './tokens'

/**
 * The last test of a flow file: nothing of all it did has told a secret.
 * @param more secrets this file has made itself
 */
export function itHasToldNoSecret(flow: () => Flow, more: () => readonly string[] = () => []): void {
  it('has told no secret in any line, refusal or answer of this whole run', async () => {
    const lines = flow().lines.map(({ line }) => line)
    expect(lines.length).toBeGreaterThan(0)
    for (const line of lines) expect(['info', 'alert']).toContain(readLine(line)['level'])
    const said = [...lines.map(withoutStack), ...(await answersTo(flow()))]
    const secrets = [...secretsOf(flow()), ...more()]
    expect(said.filter((text) => secrets.some((secret) => text.includes(secret)))).toEqual([])
    expect(said.filter((text) => LOOKS_SECRET.test(text))).toEqual([])
  })
}

/** Fails where a line is not one JSON object. */
function readLine(line: string): Record<string, unknown> {
  return JSON.parse(line) as Record<string, unknown>
}

/** Paths of the machine are long, and no secret. */
function withoutStack(line: string): string {
  return JSON.stringify({ ...readLine(line), stack: undefined })
}

async function answersTo(flow: Flow): Promise<string[]> {
  const refusals = flow.refusals.map((answer) => JSON.stringify(answer))
  const notifications = await flow.control.notifications()
  return [...refusals, ...notifications.flatMap(({ attempts }) => attempts.map(({ answer = '' }) => answer))]
}

/** Keys, signatures and ciphertexts are long base64; Authorization and bodies have members of their own. */
const LOOKS_SECRET =
  /[A-Za-z0-9+/]{60,}|eyJ[\w-]+\.|prepay_id=|nonce_str=|serial_no=|authorization\b(?!: Bearer \.\.\.:)|"(ciphertext|contract_display_account|notify_url|\w*openid|payer|paySign|attach|sub)\\?":/i

function secretsOf({ local, users, ids }: Flow): string[] {
  const { WXPAY_APP_JWT_KEY: jwtKey = '' } = local.settings
  const keyLines = local.keys.merchant.privateKeyPem.split('\n').filter((line) => line.length > 20)
  const openids = users.map(({ openid }) => openid)
  const places = ['PwdExemptContract', 'pages/index/index', '微信用户', TEXT_HASH]
  return [local.keys.apiV3Key, secretOf(jwtKey), ...keyLines, ...openids, ...ids, ...places].filter(
    (secret) => secret !== '',
  )
}
