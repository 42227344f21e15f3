import { proves } from '../inJest'
import { forgeries } from './forgeries'

proves(forgeries)
