// The clock of a program that is not ours to change: its `Date`, moved on from outside.

/**
 * `Date`, as far ahead of the true one as `movedMs` says at each look. Only what asks for now is moved: an instance is the true
 * one's, so `instanceof`, JSON and every method are as ever.
 */
export function movedDate(movedMs: () => number): DateConstructor {
  // Kept: the result may take its place.
  const TrueDate = Date
  const now = (): number => TrueDate.now() + movedMs()
  return new Proxy(TrueDate, {
    construct: (target, parts: unknown[], as) =>
      Reflect.construct(target, parts.length === 0 ? [now()] : parts, as) as Date,
    // Called as a function it tells now in words, whatever it is given.
    apply: () => new TrueDate(now()).toString(),
    get: (target, name) => (name === 'now' ? now : (Reflect.get(target, name) as unknown)),
  })
}
