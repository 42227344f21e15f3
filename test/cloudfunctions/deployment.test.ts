import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { SettingsSchema } from '../../cloudfunctions/_shared/platform/settings/schema'

const read = (name: string) => readFileSync(join(__dirname, '../..', name), 'utf8')

interface Deployment {
  functionRoot: string
  functionDefaultConfig: { runtime: string; timeout: number; installDependency: boolean }
  functions: { name: string; timeout?: number; memorySize?: number; envVariables: Record<string, string> }[]
}
const deployment = JSON.parse(read('cloudbaserc.json')) as Deployment
const names = Object.keys(SettingsSchema.entries)

describe('cloudbaserc.json', () => {
  it('hands every setting to every function, but for the local WeChat to none and for the app to its own', () => {
    for (const { name, envVariables } of deployment.functions) {
      const isHanded = (setting: string) =>
        setting !== 'WXPAY_HOSTS' && (name.startsWith('app') || !setting.startsWith('WXPAY_APP_'))
      const expected = names.filter(isHanded).map((setting) => [setting, `{{env.${setting}}}`])
      expect(envVariables).toEqual(Object.fromEntries(expected))
    }
  })

  it('gives callables 20 s, and contractNotify 10 s and the memory to start quickly', () => {
    expect(deployment.functionDefaultConfig).toMatchObject({
      runtime: 'Nodejs20.19',
      timeout: 20,
      installDependency: false,
    })
    expect(deployment.functions.find(({ name }) => name === 'contractNotify')).toMatchObject({
      timeout: 10,
      memorySize: 512,
    })
  })

  it('deploys what the build makes', () => {
    expect(deployment.functionRoot).toBe('./dist/cloudfunctions')
    expect(deployment.functions.map(({ name }) => name)).toEqual([
      'preEntrustSign',
      'queryContract',
      'terminateContract',
      'payRedirectSign',
      'queryOrder',
      'closeOrder',
      'appPreEntrustSign',
      'appQueryContract',
      'appTerminateContract',
      'contractNotify',
    ])
  })
})

it('.env.example explains every setting', () => {
  const text = read('.env.example')
  expect(names.filter((name) => !new RegExp(`^#? ?${name}=`, 'm').test(text))).toEqual([])
})
