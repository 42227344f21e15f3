// Evidence moves a record upwards only, and equal or lower evidence fills what is empty: so any order of arrival ends the same.

/** @param order of the states, lowest first */
export const isAbove = <State>(order: readonly State[], one: State, other: State): boolean =>
  order.indexOf(one) > order.indexOf(other)

/** The facts a record does not have yet. An empty text is none: records of old hold such names. */
export const onlyEmpty = <Facts extends object>(record: Partial<Facts>, facts: Facts): Partial<Facts> =>
  Object.fromEntries(
    Object.entries(facts).filter(([name]) => (record[name as keyof Facts] ?? '') === ''),
  ) as Partial<Facts>
