// From when on a new code may follow one that WeChat Pay says is not signed. A session that can still be signed and a new one
// beside it are two contracts of one wish.
import { LATE_MS } from '../ask/denials'
import { SIGN_FAILED } from '../ask/judgeQuery'
import { overAtMs, type ContractRecord } from '../../records/contracts'
import type { SceneWish } from './requestBody'
import { isForScene } from './sceneRules'

/**
 * How long still, in milliseconds; 0: at once. A session that might serve the wish is waited for to its end and ten minutes more:
 * a signing in its last second may be told late. Not so where nobody can be in the middle of signing it, or the user has turned
 * to something else: another scene, another order, or the app again, which cannot launch it any more.
 */
export function waitForNewCode(contract: ContractRecord, wish: SceneWish, nowMs: number): number {
  if (isWithoutSession(contract) || wish.scene === 'app' || !isForScene(contract, wish)) return 0
  return Math.max(0, overAtMs(contract) + LATE_MS - nowMs)
}

/** No session of it was ever seen by anybody, or the one there was has been used up. */
export const isWithoutSession = (contract: ContractRecord): boolean =>
  isSpent(contract) || (contract.state === 'REJECTED' && contract.session === undefined && !wasOffered(contract))

/** Signing after a payment needs no session that we hand out: an earlier body, or a request without answer, is enough. */
const wasOffered = ({ scene, renewedAtMs, resentAtMs }: ContractRecord): boolean =>
  scene === 'pay-redirect-sign' && (renewedAtMs !== undefined || resentAtMs !== undefined)

/** Nobody can sign it any more, or nobody but who has. */
export const isSpent = ({ evidence, sessionTakenAtMs }: ContractRecord): boolean =>
  sessionTakenAtMs !== undefined || evidence.some(({ what }) => what === SIGN_FAILED)
