// WX: from one mini-program to another and back.
import type { PhoneSettings } from '../protocol'
import type { ShellLink } from '../runtime/shellLink'
import type { TapGesture } from '../runtime/tapGesture'
import { ApiFailure, asyncApi } from './async'

interface OpenInput {
  appId?: string
  path?: string
  extraData?: Record<string, unknown>
}

interface MiniProgramDeps {
  link: ShellLink
  tap: Pick<TapGesture, 'isHeld'>
  settings: () => PhoneSettings
  /** `navigateToMiniProgramAppIdList` of app.json. */
  listed: readonly string[]
  warn: (text: string) => void
}

/** As WeChat says it. */
const NO_TAP = 'can only be invoked by user TAP gesture.'

/** Opens another mini-program, as the API and `<navigator>` both do. Judges the tap before anything else. */
export function makeOpener({ link, tap, settings, listed, warn }: MiniProgramDeps) {
  return async ({ appId = '', path = '', extraData = {} }: OpenInput, isNavigator: boolean): Promise<object> => {
    if (!tap.isHeld) throw new ApiFailure(NO_TAP)
    if (settings().losesTap && !isNavigator) {
      link.tell({ kind: 'failed', api: 'navigateToMiniProgram', reason: NO_TAP })
      throw new ApiFailure(NO_TAP)
    }
    if (!listed.includes(appId)) warn(`${appId} is not in navigateToMiniProgramAppIdList of app.json`)
    const answer = await link.ask({ what: 'openMiniProgram', appId, path, extraData: plainCopy(extraData) })
    if (!answer.ok) throw new ApiFailure(answer.reason)
    return {}
  }
}

export type Opener = ReturnType<typeof makeOpener>

export function miniProgramApis(link: ShellLink, open: Opener) {
  return {
    navigateToMiniProgram: asyncApi<OpenInput>('navigateToMiniProgram', (input) => open(input, false)),
    navigateBackMiniProgram: asyncApi<OpenInput>('navigateBackMiniProgram', async ({ extraData }) => {
      const answer = await link.ask({ what: 'returnToCaller', extraData: extraData && plainCopy(extraData) })
      if (!answer.ok) throw new ApiFailure(answer.reason)
      return {}
    }),
    exitMiniProgram: asyncApi('exitMiniProgram', async () => {
      await link.ask({ what: 'exit' })
      return {}
    }),
  }
}

/** Only what JSON can carry reaches another mini-program. */
const plainCopy = (data: Record<string, unknown>) => JSON.parse(JSON.stringify(data)) as Record<string, unknown>
