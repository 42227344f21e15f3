// What a page does around the card, and the cashier.
import type { RequestPaymentParams } from '../../typings/contract/callables'

export const setTitle = (title: string): void => {
  void wx.setNavigationBarTitle({ title })
}

/** @returns false where no page lies behind this one */
export function goBack(): boolean {
  if (getCurrentPages().length < 2) return false
  void wx.navigateBack()
  return true
}

/** Back where the user came from: the page behind this one, or whatever opened the mini-program. */
export function leave(): void {
  if (goBack()) return
  const stays = (): void => {
    say('可从右上角离开')
  }
  // Newer than some phones, whatever the typings promise.
  const { exitMiniProgram } = wx as Partial<typeof wx>
  if (exitMiniProgram) exitMiniProgram({ fail: stays })
  else stays()
}

export const goTo = (url: string): void => {
  void wx.navigateTo({ url })
}

export const say = (title: string): void => {
  void wx.showToast({ title, icon: 'none' })
}

/** The dialler can be cancelled; that is nobody's error. */
export const callPhone = (phoneNumber: string): void => {
  wx.makePhoneCall({ phoneNumber, fail: () => undefined })
}

/** WeChat's cashier (收银台). @param closed takes WeChat's `errMsg`, whatever the end */
export function requestPayment(payment: RequestPaymentParams, closed: (errMsg: string) => void): void {
  const done = ({ errMsg }: { errMsg: string }): void => {
    closed(errMsg)
  }
  wx.requestPayment(Object.assign({}, payment, { success: done, fail: done }))
}
