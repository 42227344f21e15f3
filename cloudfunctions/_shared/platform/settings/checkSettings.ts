// All that is wrong with the settings of a function, at once.
import type { SettingProblem } from '../../wechatpay/wechatpayErrors'
import { NAMES, namesFor, ROWS, type Given, type SettingName, type ValuesFor } from './catalogue'
import type { Kind, Role } from './catalogue/row'
import { describeKind, kindOf, useIn } from './merchantKinds'
import { missing } from './missing'
import { crossChecks, trustIsTheirs } from './rules'
import { nowMs as systemNowMs } from '../runtime'

type Checked<R extends Role> = { ok: true; values: ValuesFor<R> } | { ok: false; problems: SettingProblem[] }

interface Circumstances {
  /** Of our own key, for functions that do not have it. */
  ownPublicKeySha256?: string | undefined
  nowMs?: number | undefined
}

/**
 * @param given may hold settings of other functions: they are not looked at
 */
export function checkSettings<R extends Role>(
  role: R,
  given: Given,
  { ownPublicKeySha256, nowMs = systemNowMs() }: Circumstances = {},
): Checked<R> {
  const names = namesFor(role, given)
  const own = Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])))
  const results = names.map((name) => readOne(name, given[name]))
  const read: Partial<ValuesFor<'app'>> = Object.fromEntries(results.flatMap(({ entry }) => (entry ? [entry] : [])))
  const facts = { role, given: own, read, ownPublicKeySha256, nowMs }
  const problems = [
    // Before it is said that what is ours is of another form than theirs.
    ...trustIsTheirs(facts),
    ...results.flatMap(({ problems }) => problems),
    ...useProblems(names, own, kindOfMerchant(own, read)),
    ...crossChecks(facts),
  ]
  if (problems.length > 0) return { ok: false, problems: inOrder(problems) }
  // Nothing is wrong, so what is needed is there.
  return { ok: true, values: read as unknown as ValuesFor<R> }
}

interface ReadOne {
  entry?: [SettingName, unknown]
  problems: SettingProblem[]
}

function readOne(name: SettingName, given: string | undefined): ReadOne {
  const text = given ?? ROWS[name].default
  if (text === undefined) return { problems: [] }
  if (/^<.*>$/s.test(text)) return { problems: [{ name, problem: EXAMPLE }] }
  const result = ROWS[name].read(text)
  return result.ok ? { entry: [name, result.value], problems: [] } : { problems: [{ name, problem: result.problem }] }
}

const EXAMPLE = 'still holds the example of .env.example; put your own value there'

/**
 * What is needed, and what has no use.
 * @param kind undefined where it cannot be known: family or mode say themselves what is wrong with them
 */
function useProblems(names: readonly SettingName[], given: Given, kind: Kind | undefined): SettingProblem[] {
  return names.flatMap((name) => {
    const row = ROWS[name]
    const use = kind === undefined ? row.use : useIn(row, kind)
    const isGiven = given[name] !== undefined
    if (use === 'needed' && !isGiven) return [missing(name, `${row.what}${neededBy(name, kind)}`)]
    return use === 'unused' && isGiven && kind ? [{ name, problem: unusedIn(kind) }] : []
  })
}

const neededBy = (name: SettingName, kind: Kind | undefined): string =>
  typeof ROWS[name].use === 'string' || !kind ? '' : `; ${describeKind(kind)} needs it`

const unusedIn = (kind: Kind): string =>
  `is not used in ${describeKind(kind)}; remove it, or mend WXPAY_FAMILY or WXPAY_MODE`

/** Of those who are handed neither family nor mode: unknown, and of no matter. */
function kindOfMerchant(given: Given, read: Partial<ValuesFor<'app'>>): Kind | undefined {
  const isWrong = (['WXPAY_FAMILY', 'WXPAY_MODE'] as const).some(
    (name) => given[name] !== undefined && read[name] === undefined,
  )
  return isWrong || read.WXPAY_FAMILY === undefined ? undefined : kindOf(read)
}

/**
 * One of each name, in the order of .env.example, which is mended from top to bottom. The first of a name says most: an example
 * left in is also of the wrong form.
 */
export const inOrder = (problems: readonly SettingProblem[]): SettingProblem[] =>
  problems
    .filter(({ name }, index) => problems.findIndex((other) => other.name === name) === index)
    .sort((one, other) => placeOf(one) - placeOf(other))

/** What is no setting comes first. */
const placeOf = ({ name }: SettingProblem): number => (NAMES as readonly string[]).indexOf(name)
