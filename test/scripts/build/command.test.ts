// `npm run build` as it is typed. What it builds is in the tests beside this one.
import { spawnSync } from 'node:child_process'
import { ROOT, TSX } from '../../support/project'

const build = (...args: string[]) => {
  const env = { ...process.env, LC_ALL: 'C' }
  return spawnSync(process.execPath, [...TSX, 'scripts/build.ts', ...args], { cwd: ROOT, env, encoding: 'utf8' })
}

it.each([[['--only', 'functions']], [['--nonsense']], [['cloudfunctions']], [['--lang', 'fr']]])(
  '%j: wrong arguments end it with exit code 2, as they do its sisters',
  (args) => {
    expect(build(...args)).toMatchObject({
      status: 2,
      stdout: '',
      stderr: expect.stringMatching(/\nTry: npm run build -- --help\n$/) as string,
    })
  },
)

it('--help tells the exit codes', () => {
  expect(build('--help')).toMatchObject({
    status: 0,
    stdout: expect.stringMatching(/Exit code 0: built\. 1: .* 2: /) as string,
  })
})
