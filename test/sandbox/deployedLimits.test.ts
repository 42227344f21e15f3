// The local cloud ends a function when a deployed one would end.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { readDeployedLimits } from '../../sandbox/deployedLimits'
import { functionsFolder, type FunctionsFolder } from '../support/cloudFunctions'

const code = 'exports.main = () => 1'

let folder: FunctionsFolder
beforeEach(() => (folder = functionsFolder({ quick: { code }, slow: { code } })))
afterEach(() => folder.remove())

function fileOf(content: object): string {
  const file = join(folder.root, 'cloudbaserc.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

it("takes a function's limits, and none of a function that is not built", () => {
  const slow = { name: 'slow', timeout: 20, memorySize: 256 }
  const functions = [{ name: 'quick', timeout: 10, memorySize: 512 }, slow, { ...slow, name: 'notBuilt' }]
  expect(readDeployedLimits(fileOf({ functions }), folder.root)).toEqual({
    quick: { timeoutSec: 10, memorySizeMb: 512 },
    slow: { timeoutSec: 20, memorySizeMb: 256 },
  })
})

it.each([{}, { functions: [{ name: 'quick' }] }, { functions: [{ name: 'quick', timeout: 20 }] }])(
  'refuses a file that leaves a limit to chance: %j',
  (content) => {
    const file = fileOf(content)
    expect(() => readDeployedLimits(file, folder.root)).toThrow(file)
  },
)
