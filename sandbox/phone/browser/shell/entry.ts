// SHELL: what `App.onShow` is given for each way into a mini-program. Pure.
import type { EnterOptions, ReferrerInfo } from '../protocol'

/** Scene values (场景值): from the list of mini-programs, opened by another one, back from another one, by an app's OpenSDK, as a
 * single page from Moments (朋友圈), where nothing can be opened and nobody is logged in. */
export const SCENES = { list: 1001, opened: 1037, returned: 1038, fromApp: 1069, singlePage: 1154 } as const

export type Entry =
  | { kind: 'list' }
  | { kind: 'opened'; by: string; path: string; extraData: Record<string, unknown> }
  | { kind: 'fromApp'; by: string; path: string; extraData: Record<string, unknown> }
  | { kind: 'returned'; from: string; extraData: Record<string, unknown> | undefined }

export interface Place {
  path: string
  query: Record<string, string>
}

/** The first page of app.json. */
export const NOWHERE: Place = { path: '', query: {} }

/** What decides beside the entry itself. */
interface EntryContext {
  /** The page that is on top, or would be after a cold start; empty: the first of app.json. */
  place: Place
  isSinglePage: boolean
  /** As some Android clients do: an old `referrerInfo` comes again with later shows. */
  repeatsReferrer: boolean
  /** The last one that had anything in it. */
  lastReferrer: ReferrerInfo | undefined
}

export function enterOptions(entry: Entry, context: EntryContext): EnterOptions {
  const { place, isSinglePage, repeatsReferrer, lastReferrer } = context
  const options = { ...place, apiCategory: 'default' } as const
  if (entry.kind === 'opened' || entry.kind === 'fromApp') {
    const { by, path, extraData } = entry
    return { ...options, ...splitPath(path), scene: SCENES[entry.kind], referrerInfo: { appId: by, extraData } }
  }
  const old = repeatsReferrer ? lastReferrer : undefined
  if (entry.kind === 'list' && isSinglePage) return { ...options, scene: SCENES.singlePage, referrerInfo: {} }
  if (entry.kind === 'list') {
    return { ...options, scene: old ? SCENES.returned : SCENES.list, referrerInfo: old ?? {} }
  }
  const extraData = entry.extraData ?? old?.extraData
  return {
    ...options,
    scene: SCENES.returned,
    referrerInfo: { appId: entry.from, ...(extraData && { extraData }) },
  }
}

/** Whether it is given what only an earlier way in had brought. */
export const isStale = (entry: Entry, { referrerInfo }: EnterOptions): boolean =>
  referrerInfo.extraData !== undefined && (entry.kind === 'list' || (entry.kind === 'returned' && !entry.extraData))

/** `pages/a?b=c` into path and query. */
export function splitPath(url: string): Place {
  const { pathname, searchParams } = new URL(url, 'http://page/')
  return { path: pathname.slice(1), query: Object.fromEntries(searchParams) }
}
