// Options that npm kept for itself, as npm 11 hands them on.
import { withNpmOptions } from '../../../scripts/start/npmOptions'
import { readOptions } from '../../../scripts/start/options'

const read = (args: string[], env: Record<string, string>) =>
  withNpmOptions(args, { npm_lifecycle_event: 'start', ...env })

it.each<[string, string[], Record<string, string>, string[]]>([
  ['npm start', [], {}, []],
  ['npm start -- --once', ['--once'], {}, ['--once']],
  ['npm start --once', [], { npm_config_once: 'true' }, ['--once']],
  ['npm start --no-event-map', [], { npm_config_event_map: '' }, ['--no-event-map']],
  ['npm start --fault=signtest', [], { npm_config_fault: 'signtest' }, ['--fault=signtest']],
  [
    'npm start --once --fault signtest',
    ['signtest'],
    { npm_config_once: 'true', npm_config_fault: 'true' },
    ['--once', '--fault=signtest'],
  ],
])('%s', (_, args, env, expected) => {
  expect(read(args, env).sort()).toEqual([...expected].sort())
})

it('what npm has mixed up is not guessed at', () => {
  const env = { npm_config_family: 'true', npm_config_mode: 'true' }
  expect(() => read(['combine-papay', 'ecommerce'], env)).toThrow('--family and --mode for its own: put -- before')
  expect(() => read([], { npm_config_fault: 'true' })).toThrow('--fault for its own')
})

it('variables of another command, or of nobody, say nothing', () => {
  expect(withNpmOptions(['--once'], { npm_lifecycle_event: 'test', npm_config_logs: 'true' })).toEqual(['--once'])
})

it('a port is a number, and known to be given', () => {
  expect(readOptions([])).toMatchObject({ port: 4780, isPortGiven: false, open: false })
  expect(readOptions(['--port', '8000', '--open'])).toMatchObject({ port: 8000, isPortGiven: true, open: true })
  for (const wrong of ['0', '65536', '1.5']) expect(() => readOptions([`--port=${wrong}`])).toThrow('--port: expected')
})

it.each(['nonsense', 'constructor', 'alteredAnswer'])(
  'a fault is one that needs no more than its name, not %s',
  (kind) => {
    expect(() => readOptions(['--fault', kind])).toThrow(/^--fault: expected wrongSignature or .* or drop or /)
    expect(readOptions(['--fault', 'drop'])).toMatchObject({ fault: 'drop' })
  },
)
