// The local WeChat behind the phone is taken down and put up anew.
import type { LocalWechat } from '../../../sandbox/localWechat'
import { choiceOf, Stage } from '../../../sandbox/phone/stage'

const NORMAL = choiceOf('normal')
const steps: string[] = []
beforeEach(() => steps.splice(0))

const local = (name: string) =>
  ({ name, close: async () => void steps.push(`${name} closes`) }) as unknown as LocalWechat

/** @param names of what comes up, in order; `-`: it does not */
function starting(...names: string[]) {
  return async (): Promise<LocalWechat> => {
    const name = names.shift() ?? '-'
    if (name === '-') throw new Error('no port is free')
    steps.push(`${name} starts`)
    return local(name)
  }
}

it('the old one is gone before the next one comes, which takes its ports', async () => {
  const stage = await Stage.open(starting('first', 'second'), NORMAL)
  await stage.restart()
  expect(steps).toEqual(['first starts', 'first closes', 'second starts'])
})

it('one that does not come up is told of, and may be tried again', async () => {
  const stage = await Stage.open(starting('first', '-', 'third'), NORMAL)
  await expect(stage.restart()).rejects.toThrow('no port is free')
  await stage.restart(choiceOf('qs'))
  expect(stage.local).toMatchObject({ name: 'third' })
  expect(stage.setup).toBe('qs')
})
