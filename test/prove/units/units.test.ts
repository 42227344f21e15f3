import { proves } from '../inJest'
import { units } from './units'

proves(units)
