// From key files, `.env`, `--set` and a person to one `.env` that is whole: gathered, asked for, proved, written.
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { SetupArguments } from './arguments'
import { Draft, ORIGINS } from './draft'
import { editDotEnv } from './editDotEnv'
import { findKeyFiles } from './findKeyFiles'
import { givenBySet, MCHID, problemsIn, takeKeys, type Gathered } from './gathered'
import { askFor, askKind, type Prompter } from './interview'
import { readKept } from './keptValues'
import { merchantOf, type FoundKeys } from './keyRing'
import { offerFor, offerOf } from './offer'
import type { Offer } from './offerNotifyUrl'
import type { Place } from './place'
import { proveKeys, type Proof } from './proveKeys'
import { replaceFile } from './replaceFile'
import { judge, type Judgement } from './values'

export interface Setup extends Judgement {
  exitCode: 0 | 2 | 3
  /** Where each value is from: a file, `--set`, an answer, `.env`; `made` here. */
  origins: Readonly<Record<string, string>>
  proof: Proof
  isWritten: boolean
  backup: string | undefined
  /** PKCS#12 files the merchant number would open, which is not known. */
  closed: readonly string[]
  /** A notify address somebody may take, or why there is none; undefined where one is there. */
  offer: Offer | undefined
}

const ADMIN_KEY = 'WXPAY_ADMIN_KEY'

/** @throws {Cancelled} by Ctrl-C; nothing was written then */
export async function setUp(args: SetupArguments, place: Place): Promise<Setup> {
  const { root, now, prompter } = place
  const files = findKeyFiles(resolve(args.from ?? root))
  const kept = readKept(root)
  const draft = new Draft(kept.values)
  draft.addAll(givenBySet(args.set, root, kept.problems), ORIGINS.set)
  const isNamed = args.from !== undefined
  let found = takeKeys(files, draft, isNamed, now)
  if (prompter && !draft.has(MCHID) && (found.keys.closed.length > 0 || isOfSeveral(found.keys))) {
    draft.addAll(await askFor([MCHID], prompter, { root, language: args.language }), ORIGINS.answer)
    found = takeKeys(files, draft, isNamed, now)
  }
  if (!args.isCheck && !draft.has(ADMIN_KEY)) draft.add(ADMIN_KEY, randomBytes(32).toString('hex'), ORIGINS.made)
  const gathered = { draft, found, kept, files }
  // Whoever has to mend a file first is not asked for what would be lost.
  if (prompter && problemsIn(args, place, gathered, []).length === 0) {
    if (!kept.isThere && !draft.has('WXPAY_FAMILY') && !draft.has('WXPAY_MODE'))
      draft.addAll(await askKind(prompter, args.language), ORIGINS.answer)
    await askForRest(args, place, prompter, gathered)
  }
  const setup = conclude(args, place, gathered)
  return { ...setup, offer: args.isCheck ? undefined : await offerOf(draft.values, place.connection) }
}

/** Until nothing is missing that was not asked for, and no answer is wrong beside the others. */
async function askForRest(args: SetupArguments, place: Place, prompter: Prompter, gathered: Gathered): Promise<void> {
  const { draft } = gathered
  const asked = new Set<string>()
  for (;;) {
    const problems = problemsIn(args, place, gathered, []).filter(({ name }) => draft.origins[name] === ORIGINS.answer)
    const fresh = judge(draft.values).missing.filter((name) => !asked.has(name))
    const names = [...new Set([...problems.map(({ name }) => name), ...fresh])]
    if (names.length === 0) return
    for (const name of names) asked.add(name)
    for (const { name } of problems) draft.remove(name)
    const offer = offerFor(draft.values, args.language, place.connection)
    const answers = await askFor(names, prompter, { root: place.root, language: args.language, offer, problems })
    draft.addAll(answers, ORIGINS.answer)
  }
}

const isOfSeveral = ({ certificates }: FoundKeys): boolean =>
  new Set(certificates.map(({ value }) => merchantOf(value))).size > 1

function conclude(args: SetupArguments, place: Place, gathered: Gathered): Omit<Setup, 'offer'> {
  const { root, now } = place
  const { draft, found, kept } = gathered
  const { missing } = judge(draft.values)
  const problems = problemsIn(args, place, gathered, missing)
  const proof = proveKeys(draft.values, found.keys.certificates, now.getTime())
  const closed = found.keys.isNumberKnown ? [] : found.keys.closed.map(({ told }) => told)
  const exitCode = problems.length > 0 ? 3 : missing.length > 0 ? 2 : 0
  const base = { exitCode, missing, wrong: problems, origins: draft.origins, proof, closed } as const
  if (args.isCheck || exitCode === 3) return { ...base, isWritten: false, backup: undefined }
  const changed = Object.entries(draft.values).filter(([name]) => draft.origins[name] !== ORIGINS.dotEnv)
  const backup = replaceFile(join(root, '.env'), editDotEnv(kept.text, Object.fromEntries(changed)), now)
  return { ...base, isWritten: true, backup }
}
