// `npm run setup`: finds the key files, asks for what is missing, proves that all belongs together, and writes `.env`.
import type { Words } from '../cloudfunctions/_shared/platform/settings/catalogue/row'
import { ROOT } from './build/kitPlan'
import { readArguments, type SetupArguments } from './setup/arguments'
import { Cancelled, type Prompter } from './setup/interview'
import { report, reportJson } from './setup/report'
import { setUp } from './setup/run'
import { terminal } from './setup/terminal'
import { tellCommandError, wantedLanguage } from './commandErrors'
import { languageOf } from './language'

const HELP: Words = {
  en: `npm run setup [-- --from DIR] [--check] [--set NAME=VALUE]... [--json] [--lang zh|en]

Writes .env, the settings: finds the key files below DIR (apiclient_key.pem, apiclient_cert.pem or apiclient_cert.p12, pub_key.pem),
asks for what is missing, proves that key, certificate, serial and merchant number belong together, and makes the key of server-only
functions. Where you are logged in to the cloud (npx tcb login), it offers the default domain of the environment as the notify address. What
.env was is kept beside it; its comments, and lines of others, stay. No value is ever printed.

  --from DIR         where the key files are: they win over what .env holds. Otherwise this folder is looked through for what is missing
  --check            write nothing, ask nothing; only tell
  --set NAME=VALUE   a value by its name, or of a key the path of its file; may be given more than once
  --json             for programs: asks nothing
  --lang zh|en       language; that of the machine unless told otherwise
  --help             this text

Exit code 0: complete. 2: incomplete; what is there was written. 3: something is wrong; nothing was written. 130: Ctrl-C; nothing was
written.`,
  zh: `npm run setup [-- --from DIR] [--check] [--set 名称=值]... [--json] [--lang zh|en]

写入配置文件 .env：在 DIR 下找出密钥文件（apiclient_key.pem、apiclient_cert.pem 或 apiclient_cert.p12、pub_key.pem），
询问缺少的内容，验证私钥、证书、序列号与商户号是一套，并生成仅供服务端调用的云函数的密钥。已登录云开发（npx tcb login）时，
会给出环境的默认域名作为通知地址。原来的 .env 留在旁边；其中的注释和其他行保持不变。不会显示任何取值。

  --from DIR         密钥文件所在目录，优先于 .env 中已有的值；不给时在本目录中查找缺少的文件
  --check            不写入，不询问，只检查
  --set 名称=值      按名称给出取值，密钥可给文件路径；可多次使用
  --json             供程序使用：不询问
  --lang zh|en       语言；默认跟随系统
  --help             本说明

退出码 0：完整。2：不完整，已写入现有内容。3：有误，未写入任何内容。130：Ctrl-C，未写入任何内容。`,
}

async function main(args: SetupArguments): Promise<number> {
  if (args.isHelp) return tell(HELP[args.language], 0)
  const place = { root: ROOT, now: new Date(), prompter: await prompterFor(args), connection: { env: process.env } }
  const setup = await setUp(args, place)
  const text = args.isJson ? reportJson(setup) : report(setup, args.language, args.isCheck)
  return tell(text, setup.exitCode)
}

/** Nobody is asked who is not there. */
async function prompterFor({ isCheck, isJson, language }: SetupArguments): Promise<Prompter | undefined> {
  if (isCheck || isJson || !process.stdin.isTTY || !process.stdout.isTTY) return undefined
  return terminal(language)
}

function tell(text: string, exitCode: number): number {
  console.log(text)
  return exitCode
}

const STOPPED: Words = {
  en: 'Stopped; nothing was written. Run npm run setup again when you like.',
  zh: '已中止，未写入任何内容。可随时重新运行 npm run setup。',
}

async function run(args: string[]): Promise<number> {
  try {
    return await main(readArguments(args, process.env))
  } catch (error) {
    const language = languageOf(wantedLanguage(args), process.env)
    if (error instanceof Cancelled) return tell(STOPPED[language], 130)
    console.error(tellCommandError(error, 'npm run setup', language))
    return 3
  }
}

void run(process.argv.slice(2)).then((code) => (process.exitCode = code))
