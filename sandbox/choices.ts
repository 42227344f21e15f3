// Which kinds of merchant there are, and what a user of theirs can do. Types and lists only: the phone's page reads this too.

export const FAMILIES = ['password-exempt', 'combine-papay'] as const
export type FamilyChoice = (typeof FAMILIES)[number]

export const MODES = ['normal', 'ecommerce', 'service-provider', 'qs'] as const
export type ModeChoice = (typeof MODES)[number]

/** The databases the functions can run on. */
export const STORES = ['document', 'postgres', 'postgrest'] as const
export type StoreChoice = (typeof STORES)[number]

/** The first is meant where none is named. */
export const MODES_OF: Readonly<Record<FamilyChoice, readonly [ModeChoice, ...ModeChoice[]]>> = {
  'password-exempt': MODES,
  'combine-papay': ['ecommerce'],
}

/**
 * The mode meant by a choice.
 * @throws {RangeError} the family has no such mode, with those it has
 */
export function modeOf(family: FamilyChoice, mode: ModeChoice | undefined): ModeChoice {
  const modes = MODES_OF[family]
  if (mode === undefined) return modes[0]
  if (modes.includes(mode)) return mode
  throw new RangeError(`${family} has no mode ${mode}, only ${modes.join(', ')}`)
}

/** In these modes the mini-program belongs to the sub-merchant (子商户), and the provider's keys sign. */
export const belongsToSubMerchant = (mode: ModeChoice): boolean => mode === 'service-provider' || mode === 'qs'
