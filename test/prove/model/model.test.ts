import { proves } from '../inJest'
import { model } from './model'

proves(model)
