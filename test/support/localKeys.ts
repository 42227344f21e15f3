// The keys of the local WeChat, in tests: made once, and not at each start.
import { rsaPairs } from '../../sandbox/rsaPairs'
import { keptPair } from './keptPairs'

rsaPairs.make = async () => keptPair()
