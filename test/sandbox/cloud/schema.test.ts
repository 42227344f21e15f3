import { parseCollections } from '../../../sandbox/cloud/database/schema'

const index = { name: 'i', unique: false, keys: [{ name: 'a', direction: '1' }] }
const collection = { name: 'notes', access: 'ADMINONLY', indexes: [index] }

describe('the form of database/collections.json', () => {
  it('accepts what was agreed', () => {
    expect(parseCollections({ collections: [collection] })).toEqual([collection])
  })

  it.each([
    ['no list', {}, 'collections'],
    ['an unknown access level', { collections: [{ ...collection, access: 'OPEN' }] }, 'collections.0.access'],
    ['a name that is none', { collections: [{ ...collection, name: '1 x' }] }, 'collections.0.name'],
    [
      'an index without keys',
      { collections: [{ ...collection, indexes: [{ ...index, keys: [] }] }] },
      'collections.0.indexes.0.keys',
    ],
    [
      'a direction as a number',
      { collections: [{ ...collection, indexes: [{ ...index, keys: [{ name: 'a', direction: 1 }] }] }] },
      'collections.0.indexes.0.keys.0.direction',
    ],
    ['a key nobody knows', { collections: [{ ...collection, rules: {} }] }, 'collections.0.rules'],
  ])('refuses %s and names the place', (_name, json, place) => {
    expect(() => parseCollections(json)).toThrow(`${place}: `)
  })
})
