// A save while the functions run: in a project of its own, in the stand-in for the cloud.
import { join } from 'node:path'
import { startCloud } from '../../../sandbox/cloud/startCloud'
import type { CloudStandIn } from '../../../sandbox/cloud/standIn'
import { JOURNEY_TEXTS } from '../../../sandbox/journey/texts/texts'
import { kitPlan } from '../../../scripts/build/kitPlan'
import { buildAll } from '../../../scripts/build/buildAll'
import { describeRebuilt } from '../../../scripts/start/followFunctions'
import { followSources, type Follower, type Rebuilt } from '../../../scripts/start/followSources'
import { createProject, type Project } from '../../support/project'

jest.setTimeout(180_000)

const FILE = 'cloudfunctions/_shared/word.ts'
const plain = { paint: (_: string, text: string) => text, texts: JOURNEY_TEXTS.en }

let project: Project
let cloud: CloudStandIn
let follower: Follower
/** Right before what was built is taken over. */
let onUse: (() => void) | undefined
let heard: ((rebuilt: Rebuilt) => void) | undefined
beforeAll(async () => {
  project = createProject({
    'cloudfunctions/hello/index.ts':
      "import { word } from '../_shared/word'\nexport const main = async ({ ms }: { ms: number }) => { await new Promise((r) => setTimeout(r, ms)); return word }",
    'cloudfunctions/other/index.ts': 'export const main = async () => 1',
    [FILE]: "export const word = 'first'",
  })
  const plan = {
    ...kitPlan(['cloudfunctions']),
    root: project.root,
    sourceDir: join(project.root, 'cloudfunctions'),
    dist: join(project.root, 'dist'),
  }
  await buildAll(plan)
  cloud = await startCloud({ functionsRoot: join(project.root, 'dist/cloudfunctions') })
  follower = followSources({
    plan,
    sources: [plan.sourceDir, join(project.root, '.env')],
    use: async (changed) => {
      onUse?.()
      if (changed.length > 0) await cloud.upload()
    },
    tell: (rebuilt) => heard?.(rebuilt),
    language: 'en',
  })
})
afterAll(async () => {
  await follower.close()
  await cloud.close()
  project.remove()
})

async function save(file: string, text: string): Promise<Rebuilt> {
  const told = new Promise<Rebuilt>((resolve) => (heard = resolve))
  project.write({ [file]: text })
  return told
}
const ask = async (ms = 0) => (await cloud.call('hello', { ms }, { openid: 'o', appid: 'a' })).result

it('builds what has changed, and lets it run; what was under way comes to its end as it was', async () => {
  expect(await ask()).toBe('first')
  let before: Promise<unknown> | undefined
  onUse = () => {
    before ??= ask(500)
  }
  const rebuilt = await save(FILE, "export const word = 'second'")
  expect(rebuilt).toEqual({ kind: 'built', changed: ['hello'] })
  expect(describeRebuilt(rebuilt, plain)).toBe('Built anew, and running: hello')
  expect(await before).toBe('first')
  expect(await ask()).toBe('second')
})

it('tells a mistake with file and line, and goes on with what there is', async () => {
  const rebuilt = await save(FILE, "export const word = 'third'\nexport const = 1\n")
  expect(describeRebuilt(rebuilt, plain)).toMatch(/cloudfunctions\/_shared\/word\.ts:2:13/)
  expect(await ask()).toBe('second')
  expect(await save(FILE, "export const word = 'third'")).toMatchObject({ changed: ['hello'] })
  expect(await ask()).toBe('third')
})

it('says so where nothing that runs has changed, and follows a file that was not there before', async () => {
  for (const [file, text] of [
    [FILE, "// A comment.\nexport const word = 'third'"],
    ['.env', 'A=1'],
  ] as const) {
    const rebuilt = await save(file, text)
    expect(rebuilt).toEqual({ kind: 'built', changed: [] })
    expect(describeRebuilt(rebuilt, plain)).toBe('Built: nothing that runs has changed.')
  }
})
