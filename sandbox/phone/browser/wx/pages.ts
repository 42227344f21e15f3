// WX: between the pages of one mini-program.
import type { Pages } from '../runtime/pages'
import { ApiFailure, asyncApi } from './async'

interface UrlInput {
  url: string
}

/** Path and query of a url, from the page it is written in. */
function readUrl(url: string, from: string): { path: string; query: Record<string, string> } {
  const { pathname, searchParams } = new URL(url, `http://page/${from}`)
  return { path: pathname.slice(1), query: Object.fromEntries(searchParams) }
}

export type GoTo = (openType: string, url: string) => Promise<object>

/** One function for the API and for <navigator>. */
export function makeGoTo(pages: () => Pages, currentPath: () => string): GoTo {
  return (openType, url) => {
    if (openType === 'navigateBack') pages().back(1)
    else {
      const { path, query } = readUrl(url, currentPath())
      if (openType === 'navigate') pages().open(path, query)
      else if (openType === 'redirect' || openType === 'reLaunch') pages().replace(path, query, openType === 'reLaunch')
      else throw new ApiFailure(`open-type "${openType}" is not there on this phone`)
    }
    return Promise.resolve({})
  }
}

export function pageApis(pages: () => Pages, goTo: GoTo) {
  return {
    navigateTo: asyncApi<UrlInput>('navigateTo', ({ url }) => goTo('navigate', url)),
    redirectTo: asyncApi<UrlInput>('redirectTo', ({ url }) => goTo('redirect', url)),
    reLaunch: asyncApi<UrlInput>('reLaunch', ({ url }) => goTo('reLaunch', url)),
    navigateBack: asyncApi<{ delta?: number }>('navigateBack', ({ delta = 1 }) => pages().back(delta)),
    setNavigationBarTitle: asyncApi<{ title: string }>('setNavigationBarTitle', ({ title }) =>
      pages().setBar({ navigationBarTitleText: title }),
    ),
    setNavigationBarColor: asyncApi<{ frontColor: string; backgroundColor: string }>(
      'setNavigationBarColor',
      ({ frontColor, backgroundColor }) =>
        pages().setBar({
          navigationBarTextStyle: frontColor === '#ffffff' ? 'white' : 'black',
          navigationBarBackgroundColor: backgroundColor,
        }),
    ),
    pageScrollTo: asyncApi<{ scrollTop?: number; duration?: number }>('pageScrollTo', ({ scrollTop = 0 }) => {
      const box = [...document.querySelectorAll<HTMLElement>('.page-box')].at(-1)
      box?.scrollTo({ top: scrollTop })
    }),
  }
}
