// `npm run consents`.
import { ROOT } from './build/kitPlan'
import { consents } from './consents/command'

process.exitCode = consents(process.argv.slice(2), {
  root: ROOT,
  env: process.env,
  out: console.log,
  err: console.error,
})
