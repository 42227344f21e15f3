// Everything `npm run prove` tries, in the order of its table.
import { pureOrder } from './anyOrder/pureOrder'
import { realOrder } from './anyOrder/realOrder'
import { crash } from './crash/crash'
import { forgeries } from './forgeries/forgeries'
import { histories } from './histories/histories'
import { flood } from './load/flood'
import { lies } from './lies/lies'
import { notifications } from './load/notifications'
import { taps } from './load/taps'
import { model } from './model/model'
import { units } from './units/units'
import type { Proof } from './proof'

export const PROOFS: readonly Proof[] = [
  pureOrder,
  realOrder,
  crash,
  model,
  histories,
  lies,
  notifications,
  taps,
  flood,
  forgeries,
  units,
]
