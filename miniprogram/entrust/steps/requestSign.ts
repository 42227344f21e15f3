// CALL: ask for a signing session (预签约会话).
import type { PreEntrustSignInput, PreEntrustSignOutput, SignSession } from '../../../typings/contract/callables'
import type { Call } from '../asking/ports'
import type { TroubleKind } from '../asking/rejection'
import { failed, notAsPromised, refused } from '../asking/trouble'
import type { SessionAnswer } from '../journey/events'
import type { Settings } from '../merchantShapes'
import { isAllowed } from './openSignPage'

/** While another call is at work on the contract: how long to wait before each further try. */
const PATIENCE_MS: readonly number[] = [1_000, 1_500, 2_500]

interface RequestSignDeps {
  call: Call
  /** Resolves after so many milliseconds. */
  sleep: (ms: number) => Promise<void>
  settings: Pick<Settings, 'signAppids'>
}

/** Never rejects. @param tries made before */
export function requestSign(input: PreEntrustSignInput, deps: RequestSignDeps, tries = 0): Promise<SessionAnswer> {
  return askOnce(input, deps).then((answer) => {
    const waitMs = PATIENCE_MS[tries]
    const isBusy = answer.kind === 'trouble' && answer.trouble.kind === 'inProgress'
    if (!isBusy || waitMs === undefined) return answer
    return deps.sleep(waitMs).then(() => requestSign(input, deps, tries + 1))
  })
}

const askOnce = (input: PreEntrustSignInput, { call, settings }: RequestSignDeps): Promise<SessionAnswer> =>
  call('preEntrustSign', input)
    .then((result): SessionAnswer => (result.ok ? readSession(result, settings) : refused(result)))
    .catch(failed)

function readSession(output: PreEntrustSignOutput, settings: Pick<Settings, 'signAppids'>): SessionAnswer {
  if (output.state !== 'inProgress') {
    const isKnown = output.state === 'signed' || (output.state as string) === 'closing'
    if (!isKnown || typeof output.out_contract_code !== 'string')
      return refuse('unreadable', 'an answer of no known form')
    return {
      kind: output.state === 'signed' ? 'alreadySigned' : 'closing',
      out_contract_code: output.out_contract_code,
    }
  }
  if (!isSession(output)) return refuse('unreadable', 'a session whose fields are not as promised')
  if (isAllowed(output, settings)) return { kind: 'session', session: output }
  return refuse('unavailable', `a jump to ${output.sign_mp_appid}, which is not in signAppids of the settings`)
}

const isSession = (output: object): output is SignSession =>
  (['sign_mp_appid', 'sign_mp_path', 'pre_entrustweb_id', 'out_contract_code'] as const).every(
    (field) => typeof (output as Record<string, unknown>)[field] === 'string',
  )

const refuse = (kind: TroubleKind, what: string): SessionAnswer => notAsPromised(`preEntrustSign gave ${what}`, kind)
