// `npm run doctor`: what is wrong, why it matters, and what cures it.
import type { Words } from '../cloudfunctions/_shared/platform/settings/catalogue/row'
import { ROOT } from './build/kitPlan'
import { readArguments, type DoctorArguments } from './doctor/arguments'
import { look } from './doctor/look'
import { isError, report, reportJson, TEXTS } from './doctor/report'
import { fileTroubleIn, tellCommandError, wantedLanguage } from './commandErrors'
import { languageOf } from './language'

const HELP: Words = {
  en: `npm run doctor [-- --offline | --online] [--from DIR] [--env ID] [--hosts URL,URL] [--json] [--lang zh|en]

Names what is wrong: why it matters, what cures it, and where the documents tell more. On this machine: settings, keys, mini-program and
built functions. From this machine: WeChat Pay with your keys (an echo, which touches nothing), functions, database, routes, timer and rules
in the cloud, the notify address, and by the function contractAdmin the way from WeChat Pay to the database. Nothing is changed; no secret is
read back or printed.

  --offline         this machine alone, without the network
  --online          from this machine alone
                    with neither: both, the second where somebody is logged in to the cloud (npx tcb login, or TENCENTCLOUD_SECRETID/KEY)
  --from DIR        where the key files are; this folder unless told otherwise
  --env ID          the environment, in place of ENV_ID in .env
  --hosts URL,URL   WeChat Pay's; to be told of a local WeChat's
  --json            for programs
  --lang zh|en      language; that of the machine unless told otherwise
  --help            this text

Exit code 0: no error, warnings perhaps. 1: an error. 2: wrong arguments.`,
  zh: `npm run doctor [-- --offline | --online] [--from DIR] [--env ID] [--hosts URL,URL] [--json] [--lang zh|en]

指出有什么问题、有何影响、如何处理、文档何处有详情。本机：配置、密钥、小程序与已构建的云函数。从本机出发：用你的密钥请求微信支付
（回显，不改动任何内容），云端的云函数、数据库、路由、定时触发器与规则，通知地址，以及经由云函数 contractAdmin 验证从微信支付到
数据库的全程。不做任何改动；不回读、不显示任何机密。

  --offline         只检查本机，不联网
  --online          只检查从本机出发的部分
                    都不给：两项都检查，后者仅在已登录云开发时（npx tcb login，或 TENCENTCLOUD_SECRETID/KEY）
  --from DIR        密钥文件所在目录；默认为本目录
  --env ID          环境，代替 .env 的 ENV_ID
  --hosts URL,URL   微信支付的地址，例如本地微信的
  --json            供程序使用
  --lang zh|en      语言；默认跟随系统
  --help            本说明

退出码 0：没有错误，可能有警告。1：有错误。2：参数有误。`,
}

async function main(args: DoctorArguments): Promise<number> {
  if (args.isHelp) return tell(HELP[args.language], 0)
  const { isJson, language } = args
  const onOnline = () => {
    if (process.stderr.isTTY && !isJson) console.error(TEXTS.asking[language])
  }
  const { findings, leftOut } = await look(args, { root: ROOT, env: process.env, onOnline })
  const isReady = args.only === 'offline' && !findings.some(isError)
  const told = report(findings, language, leftOut) + (isReady ? `\n\n${TEXTS.next[language]}` : '')
  return tell(isJson ? reportJson(findings, leftOut) : told, findings.some(isError) ? 1 : 0)
}

async function run(args: string[]): Promise<number> {
  try {
    return await main(readArguments(args, process.env))
  } catch (error) {
    console.error(tellCommandError(error, 'npm run doctor', languageOf(wantedLanguage(args), process.env)))
    return fileTroubleIn(error) ? 1 : 2
  }
}

function tell(text: string, exitCode: number): number {
  console.log(text)
  return exitCode
}

void run(process.argv.slice(2)).then((code) => (process.exitCode = code))
