// Whether git tracks a file: then everybody who has the repository has what is in it.
import { spawnSync } from 'node:child_process'
import { basename, dirname } from 'node:path'

/** @returns false too where there is no git, or no repository */
export const isTrackedByGit = (path: string): boolean =>
  spawnSync('git', ['ls-files', '--error-unmatch', '--', basename(path)], { cwd: dirname(path), stdio: 'ignore' })
    .status === 0
