import { proves } from '../inJest'
import { pureOrder } from './pureOrder'
import { realOrder } from './realOrder'

proves(pureOrder)
proves(realOrder)
