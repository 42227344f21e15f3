// BUILT-IN COMPONENTS: <navigator>, between pages and to another mini-program.
import type { Opener } from '../wx/miniPrograms'
import type { Definition } from './common'
import { listen } from './common'

export interface NavigatorDeps {
  open: Opener
  /** Between pages, by open-type. */
  goTo: (openType: string, url: string) => Promise<object>
}

/** `bindsuccess`, `bindfail` and `bindcomplete` carry what the API of the same name would answer. */
export function navigatorDefinition({ open, goTo }: NavigatorDeps): Definition {
  return {
    properties: {
      target: { type: String, value: 'self' },
      url: String,
      openType: { type: String, value: 'navigate' },
      appId: String,
      path: String,
      extraData: { type: Object, value: {} },
      version: String,
      shortLink: String,
    },
    attached: (self) => {
      const host = self.$$
      if (!host.hasAttribute('role')) host.setAttribute('role', 'link')
      host.tabIndex = 0
      const act = async (): Promise<object> => {
        const { target, openType, url } = self.data
        if (target === 'miniProgram') return await open(self.data, true)
        return await goTo(String(openType), String(url))
      }
      // Started in the tap's own turn: the gesture is judged there.
      listen(self, 'tap', () => {
        act().then(
          () => tell(self, 'success', { errMsg: 'navigateToMiniProgram:ok' }),
          (error: unknown) => tell(self, 'fail', { errMsg: `navigateToMiniProgram:fail ${(error as Error).message}` }),
        )
      })
    },
  }
}

function tell(self: Parameters<typeof listen>[0], outcome: 'success' | 'fail', detail: { errMsg: string }): void {
  self.triggerEvent(outcome, detail)
  self.triggerEvent('complete', detail)
}
