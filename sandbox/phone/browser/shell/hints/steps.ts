// SHELL: the first run in four steps, and by which line of "What happened" each of them is done. Pure.
import type { Said } from '../../../texts/texts'
import type { LiveEntry, Scene } from '../../../wire'

type Line = Exclude<Said, string>['say']
interface Mark {
  line: Line
  /** Its value, where another one would not do. */
  with?: string
}

export const MARKS: Readonly<Record<Scene, readonly [Mark, Mark, Mark, Mark]>> = {
  'mini-program': [{ line: 'contractIs' }, { line: 'jumped' }, { line: 'signed' }, { line: 'cameBack' }],
  'pay-redirect-sign': [
    { line: 'ordered' },
    { line: 'paid' },
    { line: 'signed' },
    { line: 'contractIs', with: 'SIGNED' },
  ],
  app: [
    { line: 'appAsks', with: 'appPreEntrustSign' },
    { line: 'launched' },
    { line: 'signed' },
    { line: 'leftSigning' },
  ],
}

/** @returns how many steps are done by this line: those before it are, too */
export function doneBy({ text }: Pick<LiveEntry, 'text'>, scene: Scene): number {
  if (typeof text === 'string') return 0
  const values = Object.values(text.with ?? {})
  const isMark = (mark: Mark): boolean =>
    mark.line === text.say && (mark.with === undefined || values.includes(mark.with))
  return MARKS[scene].map(isMark).lastIndexOf(true) + 1
}
