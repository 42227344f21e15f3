// All that is wrong with the settings of a function, at once.
import type { SettingProblem } from '../../wechatpay/wechatpayErrors'
import { namesFor, ROWS, type Given, type SettingName, type ValuesFor } from './catalogue'
import type { Kind, Role } from './catalogue/row'
import { describeKind, kindOf, useIn } from './merchantKinds'
import { crossChecks } from './rules'

type Checked<R extends Role> = { ok: true; values: ValuesFor<R> } | { ok: false; problems: SettingProblem[] }

/**
 * @param given may hold settings of other functions: they are not looked at
 * @param ownPublicKeySha256 of our own key, for functions that do not have it
 */
export function checkSettings<R extends Role>(role: R, given: Given, ownPublicKeySha256?: string): Checked<R> {
  const names = namesFor(role, given)
  const own = Object.fromEntries(names.flatMap((name) => (given[name] === undefined ? [] : [[name, given[name]]])))
  const results = names.map((name) => readOne(name, given[name]))
  const read: Partial<ValuesFor<'app'>> = Object.fromEntries(results.flatMap(({ entry }) => (entry ? [entry] : [])))
  const problems = [
    ...results.flatMap(({ problems }) => problems),
    ...useProblems(names, own, kindOfMerchant(own, read)),
    ...crossChecks({ role, given: own, read, ownPublicKeySha256 }),
  ]
  if (problems.length > 0) return { ok: false, problems: onePerName(problems) }
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
    if (use === 'needed' && !isGiven) return [{ name, problem: `is missing: ${row.what}${neededBy(name, kind)}` }]
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

/** The first says most: an example left in is also of the wrong form. */
export const onePerName = (problems: SettingProblem[]): SettingProblem[] =>
  problems.filter(({ name }, index) => problems.findIndex((other) => other.name === name) === index)
