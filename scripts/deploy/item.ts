// One thing a deployment looks after.

/** In the order they are put in place: a function that runs finds its database, and nobody calls what is not there. */
export const PARTS = ['database', 'functions', 'timer', 'routes', 'rules'] as const
export type Part = (typeof PARTS)[number]

export interface Item {
  part: Part
  kind: Kind
  /** Of the function, collection, path ... */
  name: string
  /**
   * `cannot`: a person has to, as `step` says. `ask`: it is there and not known to be ours.
   */
  status: 'create' | 'change' | 'same' | 'cannot' | 'ask'
  changes: readonly Change[]
  step?: StepId
}

export type Kind =
  'function' | 'collection' | 'index' | 'access' | 'migrations' | 'timer' | 'httpAccess' | 'route' | 'rules' | 'policy'

/** Of a secret only that it is another one. */
export type Change =
  { field: string; from: string; to: string } | { field: string; is: 'added' | 'changed' | 'removed' }

/** What has to be done by hand. */
export type StepId = 'runtime' | 'index' | 'migrations' | 'timer' | 'path' | 'address' | 'policy'

export const change = (field: string, from: string | number, to: string | number): Change[] =>
  from === to ? [] : [{ field, from: String(from), to: String(to) }]

/** Same where nothing changes. */
export const changed = (item: Omit<Item, 'status' | 'changes'>, changes: readonly Change[]): Item => ({
  ...item,
  status: changes.length > 0 ? 'change' : 'same',
  changes,
})
export const created = (item: Omit<Item, 'status' | 'changes'>): Item => ({ ...item, status: 'create', changes: [] })
export const byHand = (
  item: Omit<Item, 'status' | 'changes' | 'step'>,
  step: StepId,
  changes: readonly Change[] = [],
): Item => ({ ...item, status: 'cannot', changes, step })
