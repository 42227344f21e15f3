// From key files, `.env`, `--set` and a person to one `.env` that is whole: gathered, asked for, proved, written.
import { randomBytes } from 'node:crypto'
import { join, resolve } from 'node:path'
import type { SettingProblem } from '../../cloudfunctions/_shared/wechatpay/wechatpayErrors'
import { readPrivateKey } from '../../cloudfunctions/_shared/wechatpay/keys'
import type { Connection } from '../cloud/connect'
import type { Language } from '../language'
import { insertFiles } from '../settings/keyFiles'
import type { SetupArguments } from './arguments'
import { chooseKeys } from './chooseKeys'
import { editDotEnv } from './editDotEnv'
import { findKeyFiles, type FoundFile } from './findKeyFiles'
import { askFor, askKind, type Prompter } from './interview'
import { readKept, type Kept } from './keptValues'
import { half, merchantOf, sortKeys, type FoundKeys } from './keyRing'
import { offerNotifyUrl, tellOffer, type Offer } from './offerNotifyUrl'
import { proveKeys, type Proof } from './proveKeys'
import { replaceFile } from './replaceFile'
import { trackedKeys } from './trackedKeys'
import { ENVIRONMENT_ID, isEnvironmentId, judge, type Judgement, type Values } from './values'

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

interface Place {
  /** The project's folder, with `.env`. */
  root: string
  now: Date
  /** Undefined where nobody is there to ask. */
  prompter: Prompter | undefined
  /** The way to the cloud, which knows the address of an environment; undefined where it is not to be asked. */
  connection?: Connection | undefined
}

export const ORIGINS = { set: '--set', answer: 'answer', dotEnv: '.env', made: 'made' } as const

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

const NOTIFY_URL = 'WXPAY_NOTIFY_URL'

/** Where an environment is known and no address. */
async function offerOf(values: Values, connection: Connection | undefined): Promise<Offer | undefined> {
  const { [ENVIRONMENT_ID]: envId, [NOTIFY_URL]: known } = values
  return connection && known === undefined && envId !== undefined && isEnvironmentId(envId)
    ? offerNotifyUrl(envId, connection)
    : undefined
}

/** @param values what is known before anybody is asked */
const offerFor =
  (values: Values, language: Language, connection: Connection | undefined) =>
  async (name: string, answers: Values): Promise<{ value?: string; told: string } | undefined> => {
    const offer = name === NOTIFY_URL ? await offerOf({ ...values, ...answers }, connection) : undefined
    if (!offer) return undefined
    return { told: tellOffer(offer, language), ...(offer.kind === 'offered' && { value: offer.url }) }
  }

const isOfSeveral = ({ certificates }: FoundKeys): boolean =>
  new Set(certificates.map(({ value }) => merchantOf(value))).size > 1

const MCHID = 'WXPAY_MCHID'
const ADMIN_KEY = 'WXPAY_ADMIN_KEY'

// ---- What is there -------------------------------------------------------------------------------------------------

function givenBySet(set: Values, root: string, problems: SettingProblem[]): Values {
  return Object.fromEntries(
    Object.entries(set).map(([name, value]) => {
      if (name === ENVIRONMENT_ID) return [name, value]
      const read = insertFiles(name as typeof MCHID, value, root)
      if (!read.ok) problems.push({ name, problem: read.problem })
      return [name, read.ok ? read.value : value]
    }),
  )
}

/** Values on their way into `.env`, each with where it is from. */
class Draft {
  readonly values: Record<string, string>
  readonly origins: Record<string, string>
  constructor(kept: Values) {
    this.values = { ...kept }
    this.origins = Object.fromEntries(Object.keys(kept).map((name) => [name, ORIGINS.dotEnv]))
  }
  has(name: string): boolean {
    return (this.values[name] ?? '') !== ''
  }
  add(name: string, value: string, origin: string): void {
    this.values[name] = value
    this.origins[name] = origin
  }
  remove(name: string): void {
    Reflect.deleteProperty(this.values, name)
    Reflect.deleteProperty(this.origins, name)
  }
  addAll(values: Values, origin: string): void {
    for (const [name, value] of Object.entries(values)) this.add(name, value, origin)
  }
}

interface Taken {
  keys: FoundKeys
  problems: SettingProblem[]
}

/** Keys of a folder somebody named win over what `.env` holds; those that merely lie about fill what is missing. */
function takeKeys(files: readonly FoundFile[], draft: Draft, isNamed: boolean, now: Date): Taken {
  const { [MCHID]: mchid, WXPAY_PRIVATE_KEY: own = '' } = draft.values
  const keys = sortKeys(files, mchid)
  const read = readPrivateKey(own)
  const choice = chooseKeys(keys, { mchid, ownHalf: read.ok ? half(read.value) : undefined, nowMs: now.getTime() })
  const isFree = (name: string) => !draft.has(name) || (isNamed && draft.origins[name] === ORIGINS.dotEnv)
  for (const [name, { text, from }] of Object.entries(choice.values)) if (isFree(name)) draft.add(name, text, from)
  return { keys, problems: choice.problems }
}

// ---- What becomes of it --------------------------------------------------------------------------------------------

interface Gathered {
  draft: Draft
  found: Taken
  kept: Kept
  files: readonly FoundFile[]
}

/** @param missing settings nobody gave: a file that is damaged matters where it would hold one of them */
function problemsIn(
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

/** A damaged file, or several to choose from, is of no matter where what it would hold is there. */
const ifNeeded = ({ problems }: Taken, missing: readonly string[]): SettingProblem[] =>
  missing.some((name) => KEY_NAMES.includes(name)) ? problems : []

const KEY_NAMES = ['WXPAY_PRIVATE_KEY', 'WXPAY_PUBLIC_KEY', 'WXPAY_SERIAL']
