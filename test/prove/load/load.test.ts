import { proves } from '../inJest'
import { flood } from './flood'
import { notifications } from './notifications'
import { taps } from './taps'

proves(notifications)
proves(taps)
proves(flood)
