import { proves } from '../inJest'
import { crash } from './crash'

proves(crash)
