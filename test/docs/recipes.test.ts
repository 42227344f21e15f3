// What a merchant edits lies in a few files of their own, so that an upgrade replaces everything else. A recipe that sends them
// anywhere else would undo that.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT, withSlashes } from '../support/project'

const RECIPES = 'docs/recipes'

/** Theirs: what is in the two rooms, and what cannot lie there. */
const YOURS = [
  /^miniprogram\/entrust\/merchant\//,
  /^cloudfunctions\/_shared\/merchant\//,
  /^miniprogram\/components\/entrust-sign\/tokens\.wxss$/,
  /^miniprogram\/app\.json$/,
]
const isYours = (path: string): boolean => YOURS.some((pattern) => pattern.test(path))

/** Every file and folder of the product, from the root. */
const PRODUCT = ['miniprogram', 'cloudfunctions'].flatMap((folder) => [
  folder,
  ...readdirSync(join(ROOT, folder), { recursive: true, encoding: 'utf8' }).map(
    (path) => `${folder}/${withSlashes(path)}`,
  ),
])

/** What stands in backticks, in a link, or on a line of code that names its file. */
const NAMED = /`([\w./-]+)`|\]\(((?:\.\.\/)+[\w./-]+)|^\/\/ ([\w./-]+\.\w+)$/g

/** By its whole path, or by its end: `orderHost.ts` is as good as the whole. A file yet to be made is named by its folder. */
function filesNamed(text: string): string[] {
  const path = text.replace(/^(\.\.\/)+/, '').replace(/\/$/, '')
  if (/^(miniprogram|cloudfunctions)\//.test(path)) return [path]
  if (!/\.(ts|wxml|wxss|json)$/.test(path)) return []
  return PRODUCT.filter((file) => file.endsWith(`/${path}`) && statSync(join(ROOT, file)).isFile())
}

/** The sign that somebody is sent to a file to look, or to take all of it along, and not to change it. */
const ONLY_LOOKS = /\b([Rr]ead|[Ss]ee|[Cc]opy|[Cc]opies)\b/

/** What a merchant is sent to of ours, with no such word before it on its line. */
const astray = (text: string): string[] =>
  text.split('\n').flatMap((line) =>
    [...line.matchAll(NAMED)]
      .filter(({ index }) => !ONLY_LOOKS.test(line.slice(0, index)))
      .map(([, quoted, linked, code]) => quoted ?? linked ?? code ?? '')
      .filter((named) => filesNamed(named).some((file) => !isYours(file))),
  )

const recipes = readdirSync(join(ROOT, RECIPES)).filter((file) => file.endsWith('.md'))

describe('recipes', () => {
  it.each(recipes)('send a merchant to no file of ours but to read it: %s', (file) => {
    expect(astray(readFileSync(join(ROOT, RECIPES, file), 'utf8'))).toEqual([])
  })

  it('are looked at for what they name', () => {
    expect(recipes.length).toBeGreaterThan(3)
    expect(astray('put yours into `miniprogram/entrust/view/texts.ts`')).toEqual(['miniprogram/entrust/view/texts.ts'])
    expect(astray('and in `orderHost.ts` put this')).toEqual(['orderHost.ts'])
    expect(astray('// cloudfunctions/_shared/platform/shopOrders.ts')).toHaveLength(1)
    expect(astray('change [this](../../miniprogram/app.ts)')).toEqual(['../../miniprogram/app.ts'])
    expect(astray('`orderHost.ts` makes the place they are read from')).toEqual(['orderHost.ts'])
    expect(astray('read `orderHost.ts` for how that works')).toEqual([])
    expect(astray('put yours into `terms.ts`, `cloudfunctions/_shared/merchant/orders.ts` and `app.json`')).toEqual([])
  })
})
