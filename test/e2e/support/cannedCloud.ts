// Answers in place of the functions', for states that are hard to reach or quick to leave.
import type { Route } from 'playwright-core'
import type { CallableName, Callables } from '../../../typings/contract/callables'
import type { CallError } from '../../../typings/contract/results'
import type { PhonePage } from './phonePage'

type CannedAnswer<Name extends CallableName> =
  Callables[Name]['output'] | { error: CallError } | { errCode: number } | 'never'

export type CannedAnswers = { [Name in CallableName]?: CannedAnswer<Name> }

export const CODE = 'Abc123Def456Ghi789Jkl012Mno34'
const HOUR_MS = 3_600_000

export const SESSION = {
  state: 'inProgress',
  sign_mp_appid: 'wxbd687630cd02ce1d',
  sign_mp_path: 'pages/PwdExemptContract/index',
  pre_entrustweb_id: 'session-of-a-canned-answer',
  out_contract_code: CODE,
  expiresAtMs: Date.now() + 2 * HOUR_MS,
} as const

export const NONE = { state: 'none' } as const
export const OPEN = { state: 'inProgress', out_contract_code: CODE, expiresAtMs: SESSION.expiresAtMs } as const
export const SIGNED = { state: 'signed', out_contract_code: CODE, signedAtMs: Date.UTC(2026, 10, 21, 6, 20) } as const
export const CLOSING = { ...SIGNED, state: 'closing' } as const
export const TERMINATED = { ...SIGNED, state: 'terminated', terminatedAtMs: Date.UTC(2026, 10, 22, 1, 5) } as const

export const OTHERS = {
  otherContracts: [
    { out_contract_code: 'Other1', state: 'signed', sub_mchid: '1900000110', signedAtMs: Date.UTC(2026, 9, 1, 2, 5) },
    { out_contract_code: 'Other2', state: 'closing', sub_mchid: '1900000199' },
  ],
} satisfies Partial<Callables['queryContract']['output']>

export const refusal = (code: CallError['code'], more: Partial<CallError> = {}): { error: CallError } => ({
  error: { code, message: 'canned', requestId: '8a1f-canned-4c2d9e', ...more },
})

/** From now on these functions answer so; later calls of this take the place of earlier ones. */
export async function answer(phone: PhonePage, answers: CannedAnswers): Promise<void> {
  for (const [name, canned] of Object.entries(answers)) {
    const pattern = `**/call/${name}`
    await phone.page.unroute(pattern)
    await phone.page.route(pattern, (route) => fulfil(route, canned))
  }
}

async function fulfil(route: Route, canned: CannedAnswer<CallableName>): Promise<void> {
  if (canned === 'never') return
  if ('errCode' in canned) {
    await route.fulfill({
      json: { errCode: canned.errCode, errMsg: `cloud.callFunction:fail errCode: ${canned.errCode}` },
    })
    return
  }
  const result = 'error' in canned ? { ok: false, ...canned } : { ok: true, ...canned }
  await route.fulfill({ json: { result, errMsg: 'cloud.callFunction:ok', requestID: 'canned' } })
}
