// The plan for this repository: where its sources are, and what its manifest says of the packages made from it.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { BuildPlan, Part } from './buildAll'
import type { Origin } from './origin'

export const ROOT = join(__dirname, '../..')

interface Manifest extends Origin {
  config: { wechatpayPackage: string; entrustSignPackage: string }
}

export function kitPlan(parts: readonly Part[]): BuildPlan {
  const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as Manifest
  const { version, license, repository, bugs } = manifest
  return {
    root: ROOT,
    sourceDir: join(ROOT, 'cloudfunctions'),
    dist: join(ROOT, 'dist'),
    libraryName: manifest.config.wechatpayPackage,
    entrustSignName: manifest.config.entrustSignPackage,
    origin: { version, license, repository, bugs },
    parts,
  }
}
