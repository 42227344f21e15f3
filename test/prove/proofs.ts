// Everything `npm run prove` tries, in the order of its table.
import { pureOrder } from './anyOrder/pureOrder'
import { realOrder } from './anyOrder/realOrder'
import { crash, crashOn } from './crash/crash'
import { deployments } from './deploy/deployments'
import { forgeries } from './forgeries/forgeries'
import { histories, historiesOn } from './histories/histories'
import { copies } from './load/copies'
import { flood } from './load/flood'
import { lies } from './lies/lies'
import { notifications } from './load/notifications'
import { taps } from './load/taps'
import { model } from './model/model'
import { packages } from './packages/packages'
import { slowCharges } from './slow/slowCharges'
import { units } from './units/units'
import type { Proof } from './proof'

/** In `npm test` the stores on PostgreSQL have tests of their own. */
const ON_POSTGRES = { crash: { whole: 500, choice: 0 }, histories: { whole: 100, choice: 0 } }

export const PROOFS: readonly Proof[] = [
  pureOrder,
  realOrder,
  crash,
  crashOn('postgres', ON_POSTGRES.crash),
  crashOn('postgrest', ON_POSTGRES.crash),
  model,
  histories,
  historiesOn('postgres', ON_POSTGRES.histories),
  historiesOn('postgrest', ON_POSTGRES.histories),
  lies,
  notifications,
  taps,
  copies,
  flood,
  slowCharges,
  forgeries,
  units,
  packages,
  deployments,
]
