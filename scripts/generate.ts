// `npm run generate`: writes what is made from the catalogue of settings, .env.example and the tables of README and docs.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { ROOT } from './build/kitPlan'
import { generatedFiles } from './settings/generated'
import { takesNothing } from './takesNothing'

takesNothing(
  'npm run generate',
  'Writes what is made from the catalogue of settings: .env.example, and the tables of README and docs in both languages.',
)

for (const { path, text, was } of generatedFiles(ROOT)) {
  if (text === was) continue
  mkdirSync(dirname(join(ROOT, path)), { recursive: true })
  writeFileSync(join(ROOT, path), text)
  console.log(`wrote ${path}`)
}
