import { proves } from '../inJest'
import { deployments } from './deployments'

proves(deployments)
