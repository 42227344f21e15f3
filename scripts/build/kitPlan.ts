// The plan for this repository: where its sources are, and what its manifest says of version and axios.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildPlan, Part } from './buildAll'

export const ROOT = join(__dirname, '../..')

export function kitPlan(parts: readonly Part[]): BuildPlan {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    version: string
    dependencies: { axios: string }
  }
  return {
    root: ROOT,
    sourceDir: join(ROOT, 'cloudfunctions'),
    dist: join(ROOT, 'dist'),
    version: manifest.version,
    axiosRange: manifest.dependencies.axios,
    parts,
  }
}
