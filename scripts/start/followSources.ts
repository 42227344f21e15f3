// A save in the source of the functions builds them anew, while whoever runs them goes on.
import { existsSync, watch } from 'node:fs'
import { basename, dirname } from 'node:path'
import { buildAll, type BuildPlan } from '../build/buildAll'
import { reportFailure } from '../build/report'
import type { Language } from '../language'

/** Editors write a file in several steps, and a switch of branches writes many. */
const QUIET_MS = 150

export type Rebuilt =
  /** Names of the functions that are not what they were; none where nothing that runs has changed. */
  | { kind: 'built'; changed: readonly string[] }
  /** What is wrong, with file, line and column. Everything stays as it was. */
  | { kind: 'failed'; problem: string }

interface FollowOptions {
  plan: BuildPlan
  /** Folders, with all below, and files: what it is built from. */
  sources: readonly string[]
  /** Takes them over. What it throws is told as a failure. */
  use: (changed: readonly string[]) => Promise<void>
  tell: (rebuilt: Rebuilt) => void
  language: Language
}

export interface Follower {
  /** A build that is under way comes to its end first. */
  close: () => Promise<void>
}

export function followSources({ plan, sources, use, tell, language }: FollowOptions): Follower {
  let timer: NodeJS.Timeout | undefined
  let building: Promise<void> = Promise.resolve()
  const later = (): void => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      building = building.then(async () => {
        tell(await rebuild(plan, use, language))
      })
    }, QUIET_MS)
    timer.unref()
  }
  const watchers = sources.filter((path) => existsSync(dirname(path))).map((path) => watchPath(path, later))
  return {
    close: async () => {
      clearTimeout(timer)
      for (const watcher of watchers) watcher.close()
      await building
    },
  }
}

/** A file is watched by its folder: an editor may put another in its place, and it may not be there yet. */
function watchPath(path: string, changed: () => void) {
  if (!basename(path).includes('.')) return watch(path, { recursive: true, persistent: false }, changed)
  return watch(dirname(path), { persistent: false }, (_, name) => {
    if (name === basename(path)) changed()
  })
}

async function rebuild(plan: BuildPlan, use: FollowOptions['use'], language: Language): Promise<Rebuilt> {
  try {
    const { functions, removed } = await buildAll(plan)
    const changed = [...functions.filter((one) => one.changed).map(({ name }) => name), ...removed]
    await use(changed)
    return { kind: 'built', changed }
  } catch (error) {
    return { kind: 'failed', problem: reportFailure(error, false, language) }
  }
}
