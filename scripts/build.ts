// `npm run build`: dist/cloudfunctions/<name>/ for every function, and dist/wechatpay, the client as a package.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { buildAll, PARTS } from './build/buildAll'
import { reportBuild, reportFailure } from './build/report'

const HELP = `npm run build [-- --only ${PARTS.join('|')}]

Builds each cloudfunctions/<name>/index.ts into dist/cloudfunctions/<name>/, ready to deploy with nothing to install,
and the WeChat Pay client into dist/wechatpay/ (ESM, CommonJS, types). What is already up to date is left untouched.
If anything fails, dist/ stays as it was.`

const root = join(__dirname, '..')

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' }, only: { type: 'string' } } })
  if (values.help) {
    console.log(HELP)
    return
  }
  const parts = PARTS.filter((part) => values.only === undefined || values.only === part)
  if (parts.length === 0) throw new Error(`--only: expected ${PARTS.join(' or ')}.`)
  const { version, axiosRange } = readManifest()
  const plan = { root, sourceDir: join(root, 'cloudfunctions'), dist: join(root, 'dist'), version, axiosRange, parts }
  console.log(reportBuild(await buildAll(plan)))
}

function readManifest(): { version: string; axiosRange: string } {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    version: string
    dependencies: { axios: string }
  }
  return { version: manifest.version, axiosRange: manifest.dependencies.axios }
}

main().catch((error: unknown) => {
  console.error(reportFailure(error, process.stderr.isTTY))
  process.exitCode = 1
})
