// NAVIGATE: from a session to the jump, and from WeChat's words for a failed jump to a reason.
import type { SignSession } from '../../../typings/contract/callables'
import type { JumpFailure } from '../journey/events'
import type { Settings } from '../merchantShapes'

export interface JumpTarget {
  appId: string
  path: string
  extraData: Record<string, string>
}

/** Whoever could change a session must not be able to send the user anywhere but to WeChat Pay. */
export const isAllowed = ({ sign_mp_appid }: SignSession, { signAppids }: Pick<Settings, 'signAppids'>): boolean =>
  signAppids.includes(sign_mp_appid)

export const jumpTarget = (
  session: SignSession,
  { extraDataFields }: Pick<Settings, 'extraDataFields'>,
): JumpTarget => ({
  appId: session.sign_mp_appid,
  path: session.sign_mp_path,
  extraData: buildExtraData(session, extraDataFields),
})

/** The one place where `extraData` is made. */
const buildExtraData = (session: SignSession, fields: Settings['extraDataFields']): Record<string, string> =>
  Object.fromEntries(fields.map((field) => [field, session[field]]))

/** @param errMsg such as `navigateToMiniProgram:fail cancel` */
export function jumpFailure(errMsg: string): JumpFailure {
  if (/fail cancel/i.test(errMsg)) return 'refused'
  if (/TAP gesture/i.test(errMsg)) return 'noTap'
  if (/apiCategory|single ?page|embedded/i.test(errMsg)) return 'restricted'
  return /not in navigateToMiniProgramAppIdList/i.test(errMsg) ? 'notListed' : 'failed'
}
