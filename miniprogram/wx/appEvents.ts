// The app comes to the front and goes to the back. A card listens by itself, so app.ts needs no line for it.
import type { EnterOptions } from '../entrust/steps/readReturn'

interface AppListener {
  readonly shown: (options: EnterOptions) => void
  readonly hidden: () => void
}

/** @returns stops listening */
export function listenToApp({ shown, hidden }: AppListener): () => void {
  // Typings give the same listener two types, one for on and one for off.
  const onShow = (options: object): void => {
    shown(options)
  }
  wx.onAppShow(onShow)
  wx.onAppHide(hidden)
  return () => {
    wx.offAppShow(onShow)
    wx.offAppHide(hidden)
  }
}
