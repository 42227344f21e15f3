// LIVE: the functions, built anew after a save.
import { say } from '../texts/texts'
import type { NewEntry } from '../wire'

export function describeBuild(build: { changed: readonly string[] } | { problem: string }): NewEntry {
  if ('problem' in build)
    return { tone: 'bad', text: say('buildFailed'), detail: [build.problem.replace(/\s+/g, ' ').trim()] }
  const names = build.changed.join(', ')
  return names === '' ? { tone: 'plain', text: say('builtSame') } : { tone: 'good', text: say('built', { names }) }
}
