// `npm run deploy`: tells what it would do, does it, and believes it once it was read back.
import type { Words } from '../cloudfunctions/_shared/platform/settings/catalogue/row'
import { spawnSync } from 'node:child_process'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { ROOT } from './build/kitPlan'
import { proxyOf } from './cloud/connect'
import { readArguments, type DeployArguments } from './deploy/arguments'
import { reporter, reportJson } from './deploy/report'
import type { Place } from './deploy/place'
import { deploy } from './deploy/run'
import { toolAt } from './deploy/runTool'
import { unsignedPost } from './cloud/unsignedPost'
import { tellCommandError, wantedLanguage } from './commandErrors'
import { languageOf } from './language'

const HELP: Words = {
  en: `npm run deploy [-- --env ID] [--only PARTS] [--dry-run] [--yes] [--previous] [--replace NAME]... [--hosts URL,URL] [--json] [--tcb PATH] [--lang zh|en]

Compares what npm run build made with what is online, prints what it would do, asks, does it, and reads back whether it is so:
database, functions with their secrets, timer, routes, rules. Then it asks the functions that stand open to the internet, as nobody may.
Nothing is ever deleted, no value is printed, and a second run changes nothing.

The login is that of npx tcb login, or TENCENTCLOUD_SECRETID, TENCENTCLOUD_SECRETKEY (and TENCENTCLOUD_SESSIONTOKEN).

  --env ID         the environment, in place of ENV_ID in .env
  --only PARTS     some of database,functions,timer,routes,rules
  --dry-run        stop after the plan; without a login it plans for an empty environment, and asks nobody
  --yes            do not ask whether to go on
  --previous       put back the build that was deployed before the last one, with the secrets of .env
  --replace NAME   a function online of that name may be replaced, though it is not known to be of this kit
  --hosts URL,URL  WeChat Pay's, for the doctor at the end; to be told of a local WeChat's
  --json           for programs: asks nothing
  --tcb PATH       another tool of CloudBase than the one that comes with this project (2.12.10); untested
  --lang zh|en     language; that of the machine unless told otherwise
  --help           this text

Exit code 0: done. 2: no login. 3: the settings, this machine, or what was asked for. 4: partly, and what is done is listed. 5: the cloud.
130: Ctrl-C; run it again, it goes on from what is there.`,
  zh: `npm run deploy [-- --env ID] [--only 部分] [--dry-run] [--yes] [--previous] [--replace 名称]... [--hosts URL,URL] [--json] [--tcb 路径] [--lang zh|en]

比较 npm run build 的产物与线上内容，列出计划，确认后执行，并逐项回读：数据库、云函数及其机密、定时触发器、路由、规则。
最后以无人可用的方式请求对外开放的云函数。不会删除任何内容，不会显示任何取值，第二次运行不做任何改动。

登录取自 npx tcb login，或 TENCENTCLOUD_SECRETID、TENCENTCLOUD_SECRETKEY（以及 TENCENTCLOUD_SESSIONTOKEN）。

  --env ID         环境，代替 .env 的 ENV_ID
  --only 部分      database,functions,timer,routes,rules 中的若干项
  --dry-run        列出计划即止；未登录时按空环境计划，不发出请求
  --yes            不询问是否继续
  --previous       恢复上一次之前部署的构建，机密取自 .env
  --replace 名称   可以覆盖线上的该云函数，即使不能确认属于本套件
  --hosts URL,URL  微信支付的地址，供最后的 doctor 使用，例如本地微信的
  --json           供程序使用：不询问
  --tcb 路径       换用其他 CloudBase 工具，而非本项目自带的 2.12.10；未经测试
  --lang zh|en     语言；默认跟随系统
  --help           本说明

退出码 0：完成。2：未登录。3：配置、本机或参数有误。4：部分完成，并列出已完成的内容。5：云端。
130：Ctrl-C；重新运行会从现状继续。`,
}

async function main(args: DeployArguments, stop: AbortController): Promise<number> {
  if (args.isHelp) {
    console.log(HELP[args.language])
    return 0
  }
  const { question, progress, tellEnd } = reporter(args.language)
  const proxyUrl = proxyOf(process.env)
  const { signal } = stop
  const place: Place = {
    root: ROOT,
    env: process.env,
    home: homedir(),
    temporary: tmpdir(),
    now: new Date(),
    wait: (ms) => setTimeout(ms, undefined, { signal }),
    tool: toolAt(args.tcb ?? require.resolve('@cloudbase/cli/bin/tcb'), process.env),
    post: unsignedPost({ proxyUrl, signal }),
    confirm: (name, detail) => confirm(args, question(name, detail), stop),
    tell: (one) => (args.isJson ? undefined : console.log(progress(one))),
    signal,
  }
  const outcome = await deploy(args, place)
  console.log(args.isJson ? reportJson(outcome, args.language) : tellEnd(outcome))
  if (outcome.exitCode === 0 && !args.isDryRun && !args.isJson) askDoctor(args, outcome.envId)
  return outcome.exitCode
}

/** What is online is looked at once more, and by somebody else; the deployment is done whatever the doctor says. */
function askDoctor({ language, hosts }: DeployArguments, envId: string): void {
  const doctor = ['--require', 'tsx/cjs', join(ROOT, 'scripts/doctor.ts')]
  const wish = ['--online', '--env', envId, '--lang', language]
  const local = hosts === undefined ? [] : ['--hosts', hosts]
  spawnSync(process.execPath, [...doctor, ...wish, ...local], { cwd: ROOT, stdio: 'inherit' })
}

/** Nobody is asked who is not there. */
async function confirm({ isJson }: DeployArguments, message: string, stop: AbortController): Promise<boolean> {
  if (isJson || !process.stdin.isTTY || !process.stdout.isTTY) return false
  const { confirm: ask, isCancel } = await import('@clack/prompts')
  const answer = await ask({ message, initialValue: false })
  if (isCancel(answer)) stop.abort()
  return answer === true
}

async function run(argv: string[]): Promise<number> {
  const stop = new AbortController()
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => stop.abort())
  try {
    return await main(readArguments(argv, process.env), stop)
  } catch (error) {
    console.error(tellCommandError(error, 'npm run deploy', languageOf(wantedLanguage(argv), process.env)))
    return 3
  }
}

void run(process.argv.slice(2)).then((code) => (process.exitCode = code))
