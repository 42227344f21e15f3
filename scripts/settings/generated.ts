// Every file that is made from the catalogue, whole or in blocks, as it has to be.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fillFindings } from '../doctor/reference'
import { fillBlocks } from './blocks'
import { dotEnvExample } from './dotEnvExample'
import { reference } from './reference'
import { toldPath } from '../toldPath'

interface GeneratedFile {
  /** From the project's folder. */
  path: string
  text: string
  /** As it is on disk. */
  was: string
}

/** The settings at length. */
const REFERENCES = { en: 'docs/settings.md', zh: 'docs/zh-CN/settings.md' } as const

/** @param root the project's folder */
export function generatedFiles(root: string): GeneratedFile[] {
  const whole: Readonly<Record<string, string>> = {
    '.env.example': dotEnvExample(),
    [REFERENCES.en]: reference('en'),
    [REFERENCES.zh]: reference('zh'),
  }
  const read = (path: string) => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '')
  const blocks = markdownOf(root).filter((path) => whole[path] === undefined)
  return [
    ...Object.entries(whole).map(([path, text]) => ({ path, text, was: read(path) })),
    ...blocks.map((path) => ({ path, text: filled(root, path, read(path)), was: read(path) })),
  ]
}

function filled(root: string, path: string, text: string): string {
  const language = path.includes('zh-CN') ? 'zh' : 'en'
  const settings = toldPath(dirname(path), REFERENCES[language])
  return fillFindings(fillBlocks(text, settings, language), root, language)
}

function markdownOf(root: string): string[] {
  const docs = readdirSync(join(root, 'docs'), { recursive: true, encoding: 'utf8' })
  const inDocs = docs.map((path) => toldPath('', join('docs', path)))
  return [...readdirSync(root), ...inDocs].filter((path) => path.endsWith('.md'))
}
