// What is known before anybody is asked: key files, `--set`, `.env`; and what is wrong with it.
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { readPrivateKey } from '../../cloudfunctions/_shared/wechatpay/keys'
import { insertFiles } from '../settings/keyFiles'
import type { SetupArguments } from './arguments'
import { chooseKeys } from './chooseKeys'
import { ORIGINS, type Draft } from './draft'
import type { FoundFile } from './findKeyFiles'
import type { Kept } from './keptValues'
import { half, sortKeys, type FoundKeys } from './keyRing'
import type { Place } from './place'
import { proveKeys } from './proveKeys'
import { trackedKeys } from './trackedKeys'
import { ENVIRONMENT_ID, judge, type Values } from './values'

export const MCHID = 'WXPAY_MCHID'

export interface Gathered {
  draft: Draft
  found: Taken
  kept: Kept
  files: readonly FoundFile[]
}

interface Taken {
  keys: FoundKeys
  problems: SettingProblem[]
}

/** Keys of a folder somebody named win over what `.env` holds; those that merely lie about fill what is missing. */
export function takeKeys(files: readonly FoundFile[], draft: Draft, isNamed: boolean, now: Date): Taken {
  const { [MCHID]: mchid, WXPAY_PRIVATE_KEY: own = '' } = draft.values
  const keys = sortKeys(files, mchid)
  const read = readPrivateKey(own)
  const choice = chooseKeys(keys, { mchid, ownHalf: read.ok ? half(read.value) : undefined, nowMs: now.getTime() })
  const isFree = (name: string) => !draft.has(name) || (isNamed && draft.origins[name] === ORIGINS.dotEnv)
  for (const [name, { text, from }] of Object.entries(choice.values)) if (isFree(name)) draft.add(name, text, from)
  return { keys, problems: choice.problems }
}

export function givenBySet(set: Values, root: string, problems: SettingProblem[]): Values {
  return Object.fromEntries(
    Object.entries(set).map(([name, value]) => {
      if (name === ENVIRONMENT_ID) return [name, value]
      const read = insertFiles(name as typeof MCHID, value, root)
      if (!read.ok) problems.push({ name, problem: read.problem })
      return [name, read.ok ? read.value : value]
    }),
  )
}

/** @param missing settings nobody gave: a file that is damaged matters where it would hold one of them */
export function problemsIn(
  { from }: SetupArguments,
  { root, now }: Place,
  { draft, found, kept, files }: Gathered,
  missing: readonly string[],
): SettingProblem[] {
  const stillWrong = kept.problems.filter(({ name }) =>
    [undefined, ORIGINS.dotEnv, ORIGINS.set].includes(draft.origins[name] as never),
  )
  const all = [
    ...trackedKeys(root, files),
    ...stillWrong,
    ...(from === undefined ? ifNeeded(found, missing) : found.problems),
    ...proveKeys(draft.values, found.keys.certificates, now.getTime()).problems,
    ...judge(draft.values).wrong,
  ]
  return all.filter(({ name }, index) => all.findIndex((one) => one.name === name) === index)
}

/** A damaged file, or several to choose from, is of no matter where what it would hold is there. */
const ifNeeded = ({ problems }: Taken, missing: readonly string[]): SettingProblem[] =>
  missing.some((name) => KEY_NAMES.includes(name)) ? problems : []

const KEY_NAMES = ['WXPAY_PRIVATE_KEY', 'WXPAY_PUBLIC_KEY', 'WXPAY_SERIAL']
