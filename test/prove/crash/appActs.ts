// Calls of the merchant's own app.
import { AppUser } from '../world/appUser'
import type { ProveWorld } from '../world/proveWorld'
import type { CrashAct } from './crashActs'
import { loseNotifications } from './losing'

const ofApp = (
  functionName: string,
  prepare: (user: AppUser, world: ProveWorld) => Promise<() => Promise<unknown>>,
): CrashAct => ({
  functionName,
  family: 'combine-papay',
  prepare: async (person, world) => prepare(new AppUser(world, person), world),
})

export const APP_ACTS: Readonly<Record<string, CrashAct>> = {
  appPreEntrustSign: ofApp('appPreEntrustSign', async (user) => Promise.resolve(user.openSession)),
  'appPreEntrustSign for an open session': ofApp('appPreEntrustSign', async (user) => {
    await user.openSession()
    return user.openSession
  }),
  appQueryContract: ofApp('appQueryContract', async (user, world) => {
    await user.openSession()
    await loseNotifications(world)
    await user.sign()
    return user.query
  }),
  appTerminateContract: ofApp('appTerminateContract', async (user, world) => {
    await user.openSession()
    await user.sign()
    await world.wechatPay.control.holdNotifications()
    return user.close
  }),
}
