// Every file that is made from the catalogue, whole or in blocks, as it has to be.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { fillBlocks } from './blocks'
import { dotEnvExample } from './dotEnvExample'
import { reference } from './reference'

interface GeneratedFile {
  /** From the project's folder. */
  path: string
  text: string
  /** As it is on disk. */
  was: string
}

const REFERENCE = 'docs/settings.md'

/** @param root the project's folder */
export function generatedFiles(root: string): GeneratedFile[] {
  const whole: Readonly<Record<string, string>> = {
    '.env.example': dotEnvExample(),
    [REFERENCE]: reference('en'),
    'docs/zh-CN/settings.md': reference('zh'),
  }
  const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '')
  const blocks = markdownOf(root).filter((path) => whole[path] === undefined)
  return [
    ...Object.entries(whole).map(([path, text]) => ({ path, text, was: read(path) })),
    ...blocks.map((path) => ({ path, text: fillBlocks(read(path), toReference(path)), was: read(path) })),
  ]
}

const toReference = (path: string): string => relative(dirname(path), REFERENCE).split(sep).join('/')

function markdownOf(root: string): string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  const inDocs = docs.map((path) => join('docs', path).split(sep).join('/'))
  return [...readdirSync(root), ...inDocs].filter((path) => path.endsWith('.md'))
}
