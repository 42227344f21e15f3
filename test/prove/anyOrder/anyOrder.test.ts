import { proves } from '../inJest'
import { pureOrder } from './pureOrder'

proves(pureOrder)
