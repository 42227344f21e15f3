import { readFileSync } from 'node:fs'
import { conditionOf, LISTS, type ListName } from '../../../../cloudfunctions/_shared/records/lists'

interface Schema {
  collections: { name: string; indexes: { keys: { name: string }[] }[] }[]
}

const { collections } = JSON.parse(readFileSync('database/collections.json', 'utf8')) as Schema
const firstKeys = (collection: string): (string | undefined)[] =>
  collections.find(({ name }) => name === collection)?.indexes.map(({ keys }) => keys[0]?.name) ?? []

describe('a named list', () => {
  it.each(Object.entries(LISTS))('%s has an index', (_, shape) => {
    expect(firstKeys(shape.collection)).toContain('of' in shape ? shape.of : shape.by)
  })

  it.each<[ListName, string | undefined]>([
    ['changesOf', undefined],
    ['dueContracts', 'a'],
  ])('%s says what it is of, exactly where it is of something', (name, of) => {
    expect(() => conditionOf(name, of)).toThrow(TypeError)
  })
})
