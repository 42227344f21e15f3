// What every pre-sign endpoint does once its fields are read.
import type { Agreement } from '../agreement'
import type { PreSign } from '../preSign'
import type { World } from '../world'

/** Permission, then order, then the state of the code; only then does anything change. */
export function takePreSign(world: World, preSign: PreSign): Agreement {
  world.permissions.checkPreSign(preSign)
  world.prepays.check(preSign, world.timeline.nowMs())
  const agreement = world.agreements.preSign(preSign)
  world.prepays.use(preSign)
  world.events.emit('session', world.agreements.view(agreement))
  return agreement
}
