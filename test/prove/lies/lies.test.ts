import { proves } from '../inJest'
import { lies } from './lies'

proves(lies)
