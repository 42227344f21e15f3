// The keys of the local WeChat, in tests: made once, and not at each of a thousand starts.
import { rsaPairs } from '../../sandbox/rsaPairs'
import { keptPair } from './keptPairs'

rsaPairs.make = async () => keptPair()
