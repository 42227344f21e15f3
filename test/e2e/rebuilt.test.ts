// The functions are built anew while the phone is open (`npm start`, `npm run dev`).
import { withWorld, type World } from './support/world'

let world: World
withWorld((started) => (world = started))

it('a line tells which, and the mini-program starts anew; a mistake is told with its place, and nothing starts', async () => {
  const phone = await world.open('oRebuilt')
  await phone.sees('unsigned')
  const reloads = () =>
    phone.page.waitForEvent('framenavigated', (frame) => frame.name() === 'mp-merchant' && frame.url().includes('/mp/'))
  const reloaded = reloads()
  world.phone.tellBuild({ changed: ['preEntrustSign', 'queryContract'] })
  await phone.page.getByText('Functions built anew: preEntrustSign, queryContract').waitFor()
  await reloaded
  await phone.sees('unsigned')
  let isReloaded = false
  void reloads().then(
    () => (isReloaded = true),
    () => undefined,
  )
  world.phone.tellBuild({ problem: '[ERROR] Expected identifier\n\n    cloudfunctions/a.ts:2:13:\n' })
  await phone.page.getByText('cloudfunctions/a.ts:2:13').waitFor()
  world.phone.tellBuild({ changed: [] })
  await phone.page.getByText('nothing that runs has changed').waitFor()
  expect(isReloaded).toBe(false)
})
