import { proves } from '../inJest'
import { copies } from './copies'
import { flood } from './flood'
import { notifications } from './notifications'
import { taps } from './taps'

proves(notifications)
proves(taps)
proves(copies)
proves(flood)
