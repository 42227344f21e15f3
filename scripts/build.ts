// `npm run build`: dist/cloudfunctions/<name>/ for every function, and dist/wechatpay, the client as a package.
import { parseArgs } from 'node:util'
import { buildAll, PARTS } from './build/buildAll'
import { kitPlan } from './build/kitPlan'
import { reportBuild, reportFailure } from './build/report'

const HELP = `npm run build [-- --only ${PARTS.join('|')}]

Builds each cloudfunctions/<name>/index.ts into dist/cloudfunctions/<name>/, ready to deploy with nothing to install,
and the WeChat Pay client into dist/wechatpay/ (ESM, CommonJS, types). What is already up to date is left untouched.
If anything fails, dist/ stays as it was.`

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' }, only: { type: 'string' } } })
  if (values.help) {
    console.log(HELP)
    return
  }
  const parts = PARTS.filter((part) => values.only === undefined || values.only === part)
  if (parts.length === 0) throw new Error(`--only: expected ${PARTS.join(' or ')}.`)
  console.log(reportBuild(await buildAll(kitPlan(parts))))
}

main().catch((error: unknown) => {
  console.error(reportFailure(error, process.stderr.isTTY))
  process.exitCode = 1
})
