// `npm run consents`: puts the text users agree to on file, so that the functions know it.
import { ROOT } from './build/kitPlan'
import { consents } from './consents/run'

const { exitCode, lines } = consents(process.argv.slice(2), ROOT)
console[exitCode === 0 ? 'log' : 'error'](lines.join('\n'))
process.exitCode = exitCode
