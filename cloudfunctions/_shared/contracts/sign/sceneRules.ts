// What each scene asks of an attempt, or of a session, that is there already.
import { isConsentFull } from './consentHistory'
import type { Reuse } from './decideAttempt'
import { stillHolds } from '../../kernel/stamps'
import { SESSION_MS, type ContractRecord } from '../../records/contracts'
import type { SceneWish } from './requestBody'

/** Signing takes a while, and so does paying: with less left a session is handed out again only once nobody has signed it. */
const MIN_SESSION_LEFT_MS = 20 * 60 * 1000
/** And with less than this not at all. Until then it is better than nothing: no new code may follow before it is over. */
const MIN_LAST_LEFT_MS = 5 * 60 * 1000
/** An app needs this long from our answer to WeChat. */
const MIN_LAUNCH_LEFT_MS = 10 * 1000

/** By when the app has to launch WeChat. @param withinMs after the pre-sign, by the settings */
export const launchBeforeMs = (sessionExpiresAtMs: number, withinMs: number): number =>
  sessionExpiresAtMs - SESSION_MS + withinMs

/** Whether the attempt asks for the very same as the wish: the same scene, order and way back. */
export function isForScene({ scene, request }: ContractRecord, wish: SceneWish): boolean {
  if (scene !== wish.scene) return false
  const sent: Record<string, unknown> = { ...request }
  switch (wish.scene) {
    case 'mini-program':
      return true
    case 'pay-redirect-sign':
      return sent['prepay_id'] === wish.prepay_id
    case 'app':
      return sent['return_app'] === wish.return_app && sent['attach'] === wish.attach
  }
}

/** Whether a code that is known not to be signed may be asked for anew, with the body of the wish: one order after another. */
export const isRenewable = ({ scene }: ContractRecord, wish: SceneWish): boolean =>
  scene === 'pay-redirect-sign' && wish.scene === 'pay-redirect-sign'

/**
 * Whether the open session of a contract serves a wish to sign.
 * @param launchWithinMs of the settings; for the scene app
 */
export function reuseOf(contract: ContractRecord, wish: SceneWish, nowMs: number, launchWithinMs: number): Reuse {
  const { session, sessionTakenAtMs, setAsideAtMs } = contract
  if (!session || sessionTakenAtMs !== undefined || !isForScene(contract, wish)) return 'never'
  if (isConsentFull(contract) || !stillHolds(session.expiresAtMs, SESSION_MS, nowMs)) return 'never'
  const leftMs = session.expiresAtMs - nowMs
  if (wish.scene !== 'app' && leftMs < MIN_LAST_LEFT_MS) return 'never'
  // A notification named it and proved nothing: it may be signed.
  const isToBeAsked = leftMs < MIN_SESSION_LEFT_MS || setAsideAtMs !== undefined
  if (wish.scene !== 'app') return isToBeAsked ? 'afterAsking' : 'asItIs'
  // The user may have signed behind the app's back: it learns of that by asking again.
  return launchBeforeMs(session.expiresAtMs, launchWithinMs) - nowMs >= MIN_LAUNCH_LEFT_MS ? 'afterAsking' : 'never'
}
