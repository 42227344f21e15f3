// Entry of the cloud function `upkeep`: the platform's timer starts it every minute, and nobody else may.
import { timerDoor } from '../_shared/platform/doors/timerDoor'
import { upkeepHost } from '../_shared/platform/hosts/upkeepHost'
import { runUpkeep } from '../_shared/upkeep/runUpkeep'

export const main = timerDoor({ name: 'upkeep', run: runUpkeep }, upkeepHost)
