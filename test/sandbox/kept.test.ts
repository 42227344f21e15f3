// What is kept for later is bounded, by number and by size.
import { Kept } from '../../sandbox/kept'

it('keeps the latest, and finds them by their id', () => {
  const kept = new Kept<string>({ count: 2, bytes: 100 })
  for (const id of ['a', 'b', 'c']) kept.put(id, id.toUpperCase(), 1)
  expect([kept.get('a'), kept.get('b'), kept.get('c')]).toEqual([undefined, 'B', 'C'])
})

it('makes room by size, and never holds what is larger than all of it', () => {
  const kept = new Kept<string>({ count: 100, bytes: 10 })
  kept.put('a', 'a', 6)
  kept.put('b', 'b', 6)
  expect(kept.values()).toEqual(['b'])
  kept.put('c', 'c', 11)
  expect(kept.values()).toEqual([])
})

it('one that is put again counts once, and is the newest', () => {
  const kept = new Kept<string>({ count: 2, bytes: 10 })
  kept.put('a', 'first', 4)
  kept.put('b', 'b', 4)
  kept.put('a', 'second', 5)
  kept.put('c', 'c', 1)
  expect(kept.values()).toEqual(['second', 'c'])
})
