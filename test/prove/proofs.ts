// Everything `npm run prove` tries, in the order of its table.
import { pureOrder } from './anyOrder/pureOrder'
import { realOrder } from './anyOrder/realOrder'
import { forgeries } from './forgeries/forgeries'
import { histories } from './histories/histories'
import { model } from './model/model'
import type { Proof } from './proof'

export const PROOFS: readonly Proof[] = [pureOrder, realOrder, model, histories, forgeries]
