// `npm run picture:states`: every state of what users see, at every width, theme and text size, as pictures to look through.
import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { ROOT } from './build/kitPlan'
import { takesNothing } from './takesNothing'

const TESTS = ['test/e2e/states.test.ts', 'test/e2e/scenes/looks.test.ts', 'test/e2e/fit.test.ts']

takesNothing(
  'npm run picture:states',
  'Takes every state of what users see, at every width, theme and text size, as pictures: artefacts/states/index.html shows them all.',
)
console.log('Taking some 1,500 pictures; takes about six minutes ...')
const { status } = spawnSync(
  process.execPath,
  [join(ROOT, 'node_modules/jest/bin/jest.js'), '--selectProjects', 'e2e', '--runTestsByPath', ...TESTS],
  { cwd: ROOT, stdio: 'inherit', env: { ...process.env, STATE_PICTURES: 'all' } },
)
console.log(`Open ${join(ROOT, 'artefacts/states/index.html')}`)
process.exitCode = status ?? 1
