import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FUNCTION_ROLES, NAMES } from '../../cloudfunctions/_shared/platform/settings/catalogue'
import { discoverFunctions } from '../../scripts/build/discoverFunctions'

const ROOT = join(__dirname, '../..')
const read = (name: string) => readFileSync(join(ROOT, name), 'utf8')
const FUNCTIONS = discoverFunctions(join(ROOT, 'cloudfunctions')).map(({ name }) => name)

interface Deployment {
  functionRoot: string
  functions: { name: string }[]
}
const deployment = JSON.parse(read('cloudbaserc.json')) as Deployment

describe('cloudbaserc.json', () => {
  it('has no settings at all: a deployment by hand leaves those online as they are', () => {
    expect(read('cloudbaserc.json')).not.toContain('envVariables')
    expect(NAMES.filter((name) => read('cloudbaserc.json').includes(name))).toEqual([])
  })

  it('writes out for each function what newer tools take from no default', () => {
    expect(Object.keys(deployment).sort()).toEqual(['envId', 'functionRoot', 'functions'])
    for (const one of deployment.functions) {
      expect(one).toEqual({
        name: one.name,
        handler: 'index.main',
        runtime: 'Nodejs20.19',
        timeout: expect.any(Number) as number,
        memorySize: expect.any(Number) as number,
        installDependency: false,
      })
    }
  })

  it('gives callables 20 s, a minute to what may take one, and contractNotify 10 s and the memory to start quickly', () => {
    const { contractNotify, upkeep, chargeContract, contractAdmin, ...callables } = Object.fromEntries(
      deployment.functions.map((one) => [one.name, one]),
    )
    expect(contractNotify).toMatchObject({ timeout: 10, memorySize: 512 })
    for (const one of [upkeep, chargeContract, contractAdmin])
      expect(one).toMatchObject({ timeout: 60, memorySize: 256 })
    for (const callable of Object.values(callables)) expect(callable).toMatchObject({ timeout: 20, memorySize: 256 })
  })

  it('deploys what the build makes with settings, every function there is', () => {
    expect(deployment.functionRoot).toBe('./functions-built')
    expect(deployment.functions.map(({ name }) => name).sort()).toEqual(FUNCTIONS)
  })
})

it('DevTools deploys from the same folder, which a fresh clone has', () => {
  expect(JSON.parse(read('project.config.json'))).toMatchObject({ cloudfunctionRoot: 'functions-built/' })
  expect(readdirSync(join(ROOT, 'functions-built'))).toContain('README.md')
})

it('the timer starts upkeep every minute, and nothing else has one', () => {
  const triggers = FUNCTIONS.flatMap((name) => {
    const config = JSON.parse(read(`cloudfunctions/${name}/config.json`)) as { triggers?: object[] }
    return config.triggers ?? []
  })
  expect(triggers).toEqual([{ name: 'upkeep', type: 'timer', config: '0 * * * * * *' }])
})

it('every function has a role, and so its settings', () => {
  expect(Object.keys(FUNCTION_ROLES).sort()).toEqual(FUNCTIONS)
})

it('.env.example explains every setting', () => {
  const text = read('.env.example')
  expect(NAMES.filter((name) => !new RegExp(`^#? ?${name}=`, 'm').test(text))).toEqual([])
})
