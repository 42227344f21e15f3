import { proves } from '../inJest'
import { histories } from './histories'

proves(histories)
