// A name tells one thing: no two files of the product share one, so that one search finds it.
import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import ts from 'typescript'
import { fromRoot, ROOT } from '../support/project'

/** A door or a page, and what a room needs: told apart by their folders. */
const BY_FOLDER = ['index.ts', 'ports.ts']

const PRODUCT = ['cloudfunctions', 'miniprogram', 'typings']

it('no two files of the product have one name', () => {
  const files = PRODUCT.flatMap((folder) => ts.sys.readDirectory(join(ROOT, folder), ['.ts']))
  const rest = files.map(fromRoot).filter((path) => !BY_FOLDER.includes(basename(path)))
  const isShared = (path: string) => rest.some((other) => other !== path && basename(other) === basename(path))
  expect(rest.filter(isShared)).toEqual([])
})

const functions = readdirSync(join(ROOT, 'cloudfunctions'), { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && entry.name !== '_shared')
  .map(({ name }) => name)

it.each(functions)('the folder of %s holds a door and its permissions, and nothing else', (name) => {
  expect(readdirSync(join(ROOT, 'cloudfunctions', name)).sort()).toEqual(['config.json', 'index.ts'])
})
