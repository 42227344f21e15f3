// Pictures of what people see, for whoever wants to look: artefacts/states, with an index.html over all of them. A test run
// takes those with a flaw in them; `npm run picture:states` takes all.
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './world'

/** Over a thousand pictures take longer than all the checks of what they show. */
export const TAKES_ALL = process.env['STATE_PICTURES'] === 'all'

export const PICTURES = join(ROOT, 'artefacts/states')

/** @returns path of a picture, its folder made */
export function pictureFile(state: string, variant: string): string {
  const folder = join(PICTURES, state)
  mkdirSync(folder, { recursive: true })
  return join(folder, `${variant}.png`)
}

/** One page with every picture there is. */
export function writeIndex(): void {
  if (!existsSync(PICTURES)) return
  const folders = readdirSync(PICTURES, { withFileTypes: true }).filter((entry) => entry.isDirectory())
  const rows = folders.map(({ name }) => {
    const pictures = readdirSync(join(PICTURES, name)).sort()
    const images = pictures.map(
      (file) => `<figure><img loading="lazy" src="${name}/${file}"><figcaption>${file}</figcaption></figure>`,
    )
    return `<h2>${name}</h2><div>${images.join('')}</div>`
  })
  const style =
    'body{font:14px sans-serif;background:#d9dbe0}div{display:flex;gap:12px;overflow:auto}figure{margin:0}img{height:420px}'
  writeFileSync(
    join(PICTURES, 'index.html'),
    `<!doctype html><meta charset="utf-8"><style>${style}</style>${rows.join('\n')}`,
  )
}
