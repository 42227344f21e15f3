// Commands as they are typed, with what none of them takes. The others are in the tests beside theirs.
import { spawnSync } from 'node:child_process'
import { ROOT, TSX } from '../support/project'

const run = (script: string, ...args: string[]) => {
  const env = { ...process.env, LC_ALL: 'C' }
  return spawnSync(process.execPath, [...TSX, `scripts/${script}.ts`, ...args], { cwd: ROOT, env, encoding: 'utf8' })
}

it.each([
  ['bench', 'npm run bench', ['--nonsense']],
  ['bench', 'npm run bench', ['--only', 'nothing']],
  // A word every object of JavaScript knows.
  ['bench', 'npm run bench', ['--only', 'constructor']],
  ['prove', 'npm run prove', ['--only', 'constructor']],
  ['start', 'npm start', ['--once', '--fault', 'constructor']],
  ['consents', 'npm run consents', ['--check', '--from', '']],
  ['generate', 'npm run generate', ['docs']],
  ['picture', 'npm run picture', ['--nonsense']],
  ['pictureStates', 'npm run picture:states', ['S01']],
  ['checkWechat', 'npm run check:wechat', ['--nonsense']],
])('%s: wrong arguments end %s with exit code 2, before it has begun: %j', (script, command, args) => {
  expect(run(script, ...args)).toMatchObject({
    status: 2,
    stdout: '',
    stderr: expect.stringMatching(new RegExp(`\\nTry: ${command} -- --help\\n$`)) as string,
  })
})

it.each(['bench', 'prove', 'start', 'generate'])('%s --help tells the exit codes', (script) => {
  expect(run(script, '--help')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/exit code 0.* 2/is) as string,
  })
})
